package dev.waggle.rules.fit;

import dev.waggle.models.HyperParameters;
import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.models.ModelShape.Attention;
import dev.waggle.models.ModelShape.ShortConvolution;
import dev.waggle.models.ModelShape.StateSpace;
import dev.waggle.models.ModelShape.TimeMix;
import dev.waggle.models.gguf.GgufTensor;
import dev.waggle.models.gguf.GgufValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resolves a model's sizes from its keys and, where they say less, from the shapes of its tensors. */
final class LayerShapesReader {
    private final String architecture;
    private final ArchitectureFacts facts;
    private final HyperParameters keys;
    private final ModelShape shape;
    private final LlamaCppVersion version;
    private final int layers;
    private final @Nullable Attention attention;
    private final @Nullable StateSpace stateSpace;
    private final long linearHead;
    private final long linearConvolution;
    private final Map<String, List<Long>> tensors = new HashMap<>();
    private final boolean[] windowed;
    private final boolean statesWindow;

    LayerShapesReader(ModelFile model, ModelShape shape, ArchitectureFacts facts, LlamaCppVersion version) {
        this.architecture = model.architecture();
        this.facts = facts;
        this.keys = model.keys();
        this.shape = shape;
        this.version = version;
        this.layers = shape.layers();
        this.attention = shape.attention();
        this.stateSpace = shape.recurrent() instanceof StateSpace space ? space : null;
        this.linearHead = model.keys().whole("kda.head_dim", 0);
        this.linearConvolution = model.keys().whole("ssm.conv_kernel", 4);
        this.windowed = new boolean[layers];
        this.statesWindow = model.keys().has("attention.sliding_window");
        for (GgufTensor tensor : model.tensors()) tensors.put(tensor.name(), tensor.shape());
    }

    LayerShapes read() {
        long window = readWindow();
        List<LayerShapes.Layer> each = new ArrayList<>();
        long mostValues = 0;
        for (int layer = 0; layer < layers; layer++) {
            if (attention != null) mostValues = Math.max(mostValues, valuesOf(attention, layer));
            each.add(layer(layer));
        }
        long keyLength = attention == null ? 0 : attention.keyLength();
        return new LayerShapes(
                each,
                shape.embeddingLength(),
                facts.hasOutput() ? shape.vocabulary() : 0,
                mostValues,
                window,
                keyLength,
                isCompressed(),
                facts.keepsCache(),
                facts.flashAttention());
    }

    private LayerShapes.Layer layer(int layer) {
        long keys = attention != null && caches(layer) ? keysOf(attention, layer) : 0;
        long values = attention == null || keys == 0 || isCompressed() ? 0 : valuesOf(attention, layer);
        return new LayerShapes.Layer(keys, values, windowed[layer], isRecurrent(layer) ? stateOf() : 0);
    }

    private long readWindow() {
        ModelShape.SlidingWindow fromFile = attention == null ? null : attention.window();
        long window = facts.window().width(statesWindow, fromFile == null ? 0 : fromFile.tokens());
        List<Boolean> inFile = fromFile == null ? List.of() : fromFile.layers();
        long period = period();
        boolean any = false;
        for (int layer = 0; layer < layers && window > 0 && !version.isLegacy(); layer++) {
            windowed[layer] = period < 0
                    ? layer < inFile.size() && inFile.get(layer)
                    : facts.window().covers(layer, period);
            any |= windowed[layer];
        }
        return any ? window : 0;
    }

    /** The period of layers that see all, −1 where the file names the layers or none sees a window (load_swa_pattern). */
    private long period() {
        String key = "attention.sliding_window_pattern";
        if (keys.values().get(key) instanceof GgufValue.Array) return -1;
        Integer otherwise = facts.window().period();
        return keys.whole(key, otherwise == null ? -1 : otherwise);
    }

    /** Compressed keys without values (llama_hparams::is_mla). */
    private boolean isCompressed() {
        return attention != null && LayerShapes.isLatent(attention) && !version.isLegacy();
    }

    /** Whether a layer has a cache of its own (llama_hparams::has_kv and create_memory's filters). */
    private boolean caches(int layer) {
        if (attention == null || !facts.keepsCache()) return false;
        int own = version.isLegacy()
                ? layers - shape.predictionLayers()
                : facts.layersWithCache(layers, shape.predictionLayers(), attention.sharedKeyValueLayers());
        if (layer >= own || attention.keyValueHeads().get(layer) == 0) return false;
        return !isIntervalRecurrent(layer);
    }

    private boolean isIntervalRecurrent(int layer) {
        return stateSpace != null
                && stateSpace.fullAttentionInterval() > 0
                && (layer + 1) % stateSpace.fullAttentionInterval() != 0;
    }

    /** Whether a layer keeps recurrent state (create_memory's filters of hybrid models). */
    private boolean isRecurrent(int layer) {
        if ((shape.recurrent() == null && linearHead == 0) || layer >= layers - shape.predictionLayers()) return false;
        if (architecture.equals("falcon-h1")) return true;
        boolean feedsForward = shape.feedForwardLengths().get(layer) > 0;
        if (architecture.startsWith("nemotron_h") && feedsForward) return false;
        if (stateSpace != null && stateSpace.fullAttentionInterval() > 0) return isIntervalRecurrent(layer);
        return attention == null || attention.keyValueHeads().get(layer) == 0;
    }

    /**
     * Elements of state: convolution, then recurrence (llama_hparams::n_embd_r and n_embd_s). Kimi's delta attention
     * convolves queries, keys and values each.
     */
    private long stateOf() {
        long embedding = shape.embeddingLength();
        if (linearHead > 0 && attention != null) {
            long inner = Exact.product(attention.heads().get(0), linearHead);
            return Exact.product(Math.addExact(3 * (linearConvolution - 1), linearHead), inner);
        }
        if (shape.recurrent() instanceof TimeMix mix)
            return Exact.sum(Exact.product(mix.tokenShifts(), embedding), Exact.product(embedding, mix.headSize()));
        if (shape.recurrent() instanceof ShortConvolution convolution)
            return Exact.product(embedding, convolution.length() - 1);
        if (stateSpace == null) return 0;
        long streams = Exact.sum(stateSpace.innerSize(), Exact.product(2, stateSpace.groups(), stateSpace.stateSize()));
        return Exact.sum(
                Exact.product(Math.max(0, stateSpace.convolution() - 1), streams),
                Exact.product(stateSpace.stateSize(), stateSpace.innerSize()));
    }

    private long keysOf(Attention known, int layer) {
        if (isCompressed()) return known.keyLength();
        if (known.latent() != null && LayerShapes.isLatent(known))
            return Exact.product(known.heads().get(layer), known.latent().keyLength());
        long rows = dimension("blk." + layer + ".attn_k.weight", 1);
        return rows > 0 ? rows : Exact.product(known.keyValueHeads().get(layer), known.keyLength());
    }

    private long valuesOf(Attention known, int layer) {
        if (known.latent() != null && LayerShapes.isLatent(known))
            return Exact.product(known.heads().get(layer), known.latent().valueLength());
        long rows = dimension("blk." + layer + ".attn_v.weight", 1);
        if (rows == 0) rows = dimension("blk." + layer + ".attn_k.weight", 1);
        return rows > 0 ? rows : Exact.product(known.keyValueHeads().get(layer), known.valueLength());
    }

    private long dimension(String tensor, int dimension) {
        List<Long> lengths = tensors.getOrDefault(tensor, List.of());
        return lengths.size() > dimension ? lengths.get(dimension) : 0;
    }
}

package dev.waggle.rules.fit.llama;

import dev.waggle.models.HyperParameters;
import dev.waggle.models.gguf.GgufTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What graphs need of a model, looked up once: its keys, and its tensors by layer and name. */
public final class GraphModel {
    final String architecture;
    final GraphRecord graph;

    /** The graph's style, for kinds that have one. */
    final DecoderStyle style;

    final HyperParameters keys;

    /** Layers that run; those that only predict further tokens don't. */
    final int layers;

    /** Every layer of the file. */
    final int allLayers;

    final boolean[] windowed;
    final boolean[] recurrent;
    final boolean[] cached;
    final long embedding;
    final long mostValues;
    final int weights;
    private final int fileLayers;
    private final int[] original;
    private final Map<String, Weight> globals;
    private final List<Map<String, Weight>> byLayer;

    private static final List<String> PER_LAYER_KEYS =
            List.of("attention.head_count", "attention.head_count_kv", "feed_forward_length", "expert_used_count");

    /** A tensor of the file and its number among all. */
    record Weight(int index, GgufTensor tensor, boolean expert, boolean input) {
        long n(int dimension) {
            return dimension < tensor.shape().size() ? tensor.shape().get(dimension) : 1;
        }
    }

    /**
     * Looks a model's tensors up.
     *
     * @param graph which graph the architecture has
     * @param predictionLayers layers at the end that only predict further tokens
     * @param windowed per layer, whether it sees a window only
     * @param recurrent per layer, whether it keeps recurrent state
     * @param cached per layer, whether it has a cache of its own
     * @param mostValues the largest number of elements of values of a layer, cached or not
     */
    public GraphModel(
            String architecture,
            GraphRecord graph,
            HyperParameters keys,
            List<GgufTensor> tensors,
            int allLayers,
            int predictionLayers,
            long embedding,
            long mostValues,
            boolean[] windowed,
            boolean[] recurrent,
            boolean[] cached) {
        this.architecture = architecture;
        this.graph = graph;
        this.style = graph.style(keys, allLayers);
        this.keys = keys;
        this.allLayers = allLayers;
        this.layers = allLayers - predictionLayers;
        this.embedding = embedding;
        this.mostValues = mostValues;
        this.windowed = windowed.clone();
        this.recurrent = recurrent.clone();
        this.cached = cached.clone();
        this.fileLayers = allLayers;
        this.original = new int[allLayers];
        this.globals = new HashMap<>();
        this.byLayer = new ArrayList<>();
        for (int layer = 0; layer < allLayers; layer++) {
            original[layer] = layer;
            byLayer.add(new HashMap<>());
        }
        int index = 0;
        for (GgufTensor tensor : tensors) add(tensor, index++);
        this.weights = index;
    }

    /** The same model with some of its layers only. */
    private GraphModel(GraphModel all, int[] kept) {
        this.architecture = all.architecture;
        this.graph = all.graph;
        this.style = all.style;
        this.keys = all.keys;
        this.allLayers = kept.length;
        this.layers = kept.length - (all.allLayers - all.layers);
        this.embedding = all.embedding;
        this.mostValues = all.mostValues;
        this.weights = all.weights;
        this.globals = all.globals;
        this.fileLayers = all.fileLayers;
        this.original = kept;
        this.windowed = new boolean[kept.length];
        this.recurrent = new boolean[kept.length];
        this.cached = new boolean[kept.length];
        this.byLayer = new ArrayList<>(kept.length);
        for (int layer = 0; layer < kept.length; layer++) {
            windowed[layer] = all.windowed[kept[layer]];
            recurrent[layer] = all.recurrent[kept[layer]];
            cached[layer] = all.cached[kept[layer]];
            byLayer.add(all.byLayer.get(kept[layer]));
        }
    }

    /**
     * The layers that must be built to know what all need, given where they lie. Layers that only predict stay.
     *
     * @return ascending
     */
    public int[] needed(LayerPlaces places) {
        Map<Object, Integer> numbers = new HashMap<>();
        int[] kinds = new int[layers];
        for (int layer = 0; layer < layers; layer++)
            kinds[layer] = numbers.computeIfAbsent(kind(layer, places), kind -> numbers.size());
        int[] kept = LayerPattern.kept(kinds, ModelGraphs.cycle(this));
        int[] all = Arrays.copyOf(kept, kept.length + allLayers - layers);
        for (int layer = layers; layer < allLayers; layer++) all[kept.length + layer - layers] = layer;
        return all;
    }

    /** The model of those layers. */
    public GraphModel reduced(int[] kept) {
        return new GraphModel(this, kept);
    }

    /** All that a layer's graph depends on; element types only where its matrices are copied from the host. */
    private Object kind(int layer, LayerPlaces places) {
        List<Object> kind = new ArrayList<>();
        boolean onHost = places.layer(layer) == places.host();
        boolean expertsOnHost = onHost || layer < places.expertLayersOnHost();
        kind.add(places.layer(layer));
        kind.add(expertsOnHost);
        kind.add(windowed[layer]);
        kind.add(recurrent[layer]);
        kind.add(cached[layer]);
        kind.add(ModelGraphs.kind(this, layer));
        for (String key : PER_LAYER_KEYS) kind.add(perLayer(key, layer, -1));
        Map<String, Object> shapes = new HashMap<>();
        byLayer.get(layer).forEach((tail, weight) -> {
            boolean copied = weight.expert() ? expertsOnHost : onHost;
            shapes.put(
                    tail,
                    List.of(weight.tensor().shape(), copied ? weight.tensor().type() : ""));
        });
        kind.add(shapes);
        return kind;
    }

    /** A key's number for a layer. */
    long perLayer(String key, int layer, long otherwise) {
        return keys.perLayer(key, original[layer], otherwise);
    }

    /** The layer's number in the file. */
    int original(int layer) {
        return original[layer];
    }

    private void add(GgufTensor tensor, int index) {
        String name = tensor.name();
        boolean block = name.startsWith("blk.");
        int dot = block ? name.indexOf('.', 4) : -1;
        int layer = dot < 0 ? -1 : Integer.parseInt(name.substring(4, dot));
        boolean input = name.startsWith("token_embd.")
                || name.startsWith("position_embd.")
                || name.startsWith("token_types.")
                || name.startsWith("per_layer_token_embd.");
        boolean expert = name.contains("_exps.") || name.contains("_chexps.");
        Weight weight = new Weight(index, tensor, expert, input);
        if (layer >= 0 && layer < allLayers) byLayer.get(layer).put(name.substring(dot + 1), weight);
        else globals.put(name, weight);
    }

    /** The architecture's name. */
    public String architecture() {
        return architecture;
    }

    /** Every layer of the model, of those that were left out none. */
    public int allLayers() {
        return allLayers;
    }

    /** Every layer of the file. */
    int fileLayers() {
        return fileLayers;
    }

    /** Whether layers that repeat may be left out. */
    public boolean repeats() {
        return ModelGraphs.cycle(this) > 0;
    }

    /** Layers that have a cache of their own. */
    int cachedLayers() {
        int count = 0;
        for (boolean each : cached) if (each) count++;
        return count;
    }

    /** Names of a layer's tensors, without the layer's number before them. */
    Set<String> tails(int layer) {
        return byLayer.get(layer).keySet();
    }

    @Nullable
    Weight global(String name) {
        return globals.get(name);
    }

    @Nullable
    Weight layer(int layer, String tail) {
        return byLayer.get(layer).get(tail);
    }
}

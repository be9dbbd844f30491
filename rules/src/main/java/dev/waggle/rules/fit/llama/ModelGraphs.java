package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Devices;
import dev.waggle.rules.fit.ggml.Scheduler;
import dev.waggle.rules.fit.llama.DecoderStyle.Layout;
import dev.waggle.rules.fit.llama.DecoderStyle.Rotation;
import dev.waggle.rules.fit.llama.LatentGraph.Scaling;
import org.jspecify.annotations.Nullable;

/** Makes the graph that is on record for a model's architecture. */
public final class ModelGraphs {
    private static final int SHORT_CYCLE = 2;
    private static final int LONG_CYCLE = 12;

    private ModelGraphs() {}

    /**
     * After how many like layers scratch memory looks the same again, at most: 2 where a residual stream changes places
     * with one other tensor, 12 covers cycles of 1, 2, 3, 4 and 6. 0 where layers depend on others than the one before.
     */
    static int cycle(GraphModel model) {
        if (model.graph.kind() != GraphKind.DECODER) return 0;
        boolean usual = model.style.layout() == Layout.SEQUENTIAL && model.style.rotation() != Rotation.NONE;
        return usual ? SHORT_CYCLE : LONG_CYCLE;
    }

    /** What else tells layers apart: whether positions are rotated, and images' features added. */
    static int kind(GraphModel model, int layer) {
        if (model.original(layer) < model.keys.whole("n_deepstack_layers", 0)) return -1;
        return model.style.rotation() == Rotation.THREE_OF_FOUR ? (model.original(layer) + 1) % 4 : 0;
    }

    /**
     * Bytes of scratch memory of each device, the processor last.
     *
     * @throws GraphException where the file lacks or contradicts what the graph needs
     */
    public static long[] reserve(GraphModel model, GraphSettings settings, LayerPlaces places, Devices devices) {
        ModelGraph graph = graph(model, settings, places);
        if (graph == null)
            throw new GraphException("no record of the graph of architecture '" + model.architecture + "'");
        graph.build();
        return Scheduler.reserve(devices, graph.g);
    }

    /** Null where there is no record and the file's tensors make none likely. */
    private static @Nullable ModelGraph graph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        DecoderStyle style = model.style;
        return switch (model.graph.kind()) {
            case GUESSED -> GuessedStyle.graph(model, settings, places);
            case DECODER -> new DecoderGraph(model, settings, places, style);
            case BERT -> new BertGraph(model, settings, places, false);
            case BERT_ROTATED -> new BertGraph(model, settings, places, true);
            case LATENT -> new LatentGraph(model, settings, places, style, Scaling.NONE);
            case LATENT_SCALED -> new LatentGraph(model, settings, places, style, Scaling.RESIDUALS_AND_OUTPUT);
            case LATENT_WITHOUT_FLASH -> latentWithoutFlash(model, settings, places);
            case LLAMA4 -> new Llama4Graph(model, settings, places, style);
            case GEMMA_EMBEDDING -> new GemmaEmbeddingGraph(model, settings, places, style);
            case GEMMA3N -> new Gemma3nGraph(model, settings, places);
            case GEMMA4 -> new Gemma4Graph(model, settings, places);
            case MAMBA, MAMBA2 -> new MambaGraph(model, settings, places);
            case JAMBA -> new JambaGraph(model, settings, places);
            case FALCON_H1 -> new FalconH1Graph(model, settings, places);
            case PLAMO2 -> new Plamo2Graph(model, settings, places);
            case KIMI_LINEAR -> new KimiLinearGraph(model, settings, places);
            case GRANITE_HYBRID -> new GraniteHybridGraph(model, settings, places);
            case NEMOTRON_H -> new NemotronHGraph(model, settings, places);
            case LFM2 -> new Lfm2Graph(model, settings, places);
            case RWKV6 -> new RwkvGraph(model, settings, places, false, true);
            case RWKV7 -> new RwkvGraph(model, settings, places, true, true);
            case RWKV6_GATED -> new RwkvGraph(model, settings, places, false, false);
            case RWKV7_GATED -> new RwkvGraph(model, settings, places, true, false);
            case DELTA_NET, DELTA_NET_SECTIONS -> new DeltaNetGraph(model, settings, places);
            case T5 -> t5(model, settings, places);
            case T5_ENCODER -> new T5Graph(model, settings, places, false);
        };
    }

    private static ModelGraph latentWithoutFlash(GraphModel model, GraphSettings settings, LayerPlaces places) {
        if (settings.flash())
            throw new GraphException("llama.cpp can't run " + model.architecture + " with flash attention");
        return new LatentGraph(model, settings, places, model.style, Scaling.NONE);
    }

    private static ModelGraph t5(GraphModel model, GraphSettings settings, LayerPlaces places) {
        if (settings.streams() > 1)
            throw new GraphException("llama.cpp can't run " + model.architecture + " with a cache for each sequence");
        return new T5Graph(model, settings, places, true);
    }
}

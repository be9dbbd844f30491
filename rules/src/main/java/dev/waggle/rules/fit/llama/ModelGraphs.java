package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Devices;
import dev.waggle.rules.fit.ggml.Scheduler;
import dev.waggle.rules.fit.llama.DecoderStyle.Layout;
import dev.waggle.rules.fit.llama.DecoderStyle.Rotation;
import dev.waggle.rules.fit.llama.DecoderStyle.Trait;
import dev.waggle.rules.fit.llama.ExpertStyle.Gating;
import dev.waggle.rules.fit.llama.ExpertStyle.Shared;
import dev.waggle.rules.fit.llama.LatentGraph.Scaling;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which graph an architecture has. */
public final class ModelGraphs {
    private static final int SHORT_CYCLE = 2;
    private static final int LONG_CYCLE = 12;
    private static final int BAICHUAN_LAYERS_ROTATED = 32;
    private static final DecoderStyle LLAMA = DecoderStyle.LLAMA;
    private static final DecoderStyle SCALED = LLAMA.with(Trait.SCALES_EMBEDDINGS);
    private static final DecoderStyle UNROTATED = LLAMA.rotation(Rotation.NONE);
    private static final ExpertStyle NOT_NORMALIZED = ExpertStyle.SOFTMAX.normalizes(false);
    private static final ExpertStyle WEIGHED_INPUT = new ExpertStyle(Gating.SIGMOID, false, true, Shared.PLAIN);
    private static final Map<String, DecoderStyle> STYLES = styles();

    /** Architectures whose style depends on the file's keys. */
    private static final Set<String> BY_KEYS = Set.of(
            "granite",
            "granitemoe",
            "baichuan",
            "gptneox",
            "bailingmoe",
            "bailingmoe2",
            "dots1",
            "deepseek2-ocr",
            "glm4moe",
            "exaone-moe");

    /** Architectures with a graph of their own. */
    private static final Set<String> OWN = Set.of(
            "bert",
            "jina-bert-v2",
            "jina-bert-v3",
            "nomic-bert",
            "nomic-bert-moe",
            "deepseek2",
            "mistral4",
            "minicpm3",
            "plm",
            "llama4",
            "gemma-embedding",
            "gemma3n",
            "gemma4",
            "mamba",
            "mamba2",
            "jamba",
            "falcon-h1",
            "plamo2",
            "kimi-linear",
            "granitehybrid",
            "nemotron_h",
            "nemotron_h_moe",
            "lfm2",
            "lfm2moe",
            "rwkv6",
            "rwkv7",
            "rwkv6qwen2",
            "arwkv7",
            "qwen3next",
            "qwen35",
            "qwen35moe",
            "t5",
            "t5encoder");

    private ModelGraphs() {}

    private static Map<String, DecoderStyle> styles() {
        Map<String, DecoderStyle> styles = new HashMap<>();
        put(
                styles,
                LLAMA,
                "llama",
                "mistral3",
                "qwen",
                "qwen2",
                "qwen2vl",
                "qwen3",
                "qwen3moe",
                "qwen3vl",
                "qwen3vlmoe");
        put(styles, LLAMA, "ernie4_5", "ernie4_5-moe", "internlm2", "orion", "chatglm", "glm4", "xverse", "codeshell");
        put(
                styles,
                LLAMA,
                "arcee",
                "apertus",
                "dream",
                "jais2",
                "llada",
                "mellum",
                "minimax-m2",
                "paddleocr",
                "pangu-embedded",
                "rnd1");
        put(styles, LLAMA, "mimo2", "nemotron", "exaone", "seed_oss", "olmo", "olmo2", "starcoder2", "dbrx");
        put(styles, UNROTATED, "gpt2", "starcoder", "mpt", "bloom", "jais", "refact");
        put(styles, SCALED, "gemma", "gemma2", "gemma3", "minicpm", "grok");
        put(styles, LLAMA.rotation(Rotation.THREE_OF_FOUR), "smollm3");
        put(styles, LLAMA.rotation(Rotation.WINDOWED), "exaone4");
        put(styles, LLAMA.with(Trait.NORMS_AFTER_ROTATION), "hunyuan-dense", "hunyuan-moe", "hunyuan_vl", "maincoder");
        put(styles, LLAMA.rotation(Rotation.WINDOWED).with(Trait.ROUTES_LAYER_INPUT), "smallthinker");
        put(styles, LLAMA.with(Trait.ADDS_FEED_FORWARD_TO_STREAM), "phi3", "phimoe");
        put(styles, LLAMA.with(Trait.ADDS_ATTENTION_TO_STREAM), "openelm");
        put(styles, LLAMA.with(Trait.EMBEDS), "modern-bert", "neo-bert", "eurobert");
        put(styles, LLAMA.layout(Layout.PARALLEL_ATTENTION_FIRST), "phi2");
        put(styles, LLAMA.layout(Layout.PARALLEL_FEED_FORWARD_FIRST), "falcon", "plamo");
        put(styles, LLAMA.layout(Layout.PARALLEL_RESIDUAL_FIRST), "command-r");
        put(styles, LLAMA.layout(Layout.PARALLEL_RESIDUAL_FIRST).rotation(Rotation.WINDOWED), "cohere2");
        put(styles, LLAMA.layout(Layout.NORMED_RESIDUAL), "stablelm");
        put(styles, LLAMA.layout(Layout.EXPERTS_BESIDE), "arctic");
        put(styles, LLAMA.experts(NOT_NORMALIZED), "olmoe", "llada-moe", "deepseek");
        put(styles, LLAMA.experts(NOT_NORMALIZED.shared(Shared.SILU_RATIO)), "qwen2moe");
        put(
                styles,
                LLAMA.experts(NOT_NORMALIZED.gating(Gating.SOFTMAX_OF_CHOSEN)).with(Trait.KEEPS_LAST_STREAM),
                "gpt-oss");
        return Map.copyOf(styles);
    }

    private static void put(Map<String, DecoderStyle> styles, DecoderStyle style, String... architectures) {
        for (String architecture : architectures) styles.put(architecture, style);
    }

    /** Whether an architecture's graph is on record. */
    public static boolean knows(String architecture) {
        return STYLES.containsKey(architecture) || BY_KEYS.contains(architecture) || OWN.contains(architecture);
    }

    /**
     * After how many like layers scratch memory looks the same again, at most: 2 where a residual stream changes places
     * with one other tensor, 12 covers cycles of 1, 2, 3, 4 and 6. 0 where layers depend on others than the one before.
     */
    static int cycle(GraphModel model) {
        DecoderStyle style = style(model);
        if (style == null || OWN.contains(model.architecture)) return 0;
        boolean usual = style.layout() == Layout.SEQUENTIAL && style.rotation() != Rotation.NONE;
        return usual ? SHORT_CYCLE : LONG_CYCLE;
    }

    /** What else tells layers apart: whether positions are rotated, and images' features added. */
    static int kind(GraphModel model, int layer) {
        if (model.original(layer) < model.keys.whole("n_deepstack_layers", 0)) return -1;
        DecoderStyle style = style(model);
        return style != null && style.rotation() == Rotation.THREE_OF_FOUR ? (model.original(layer) + 1) % 4 : 0;
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

    private static @Nullable ModelGraph graph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        if (OWN.contains(model.architecture)) return own(model, settings, places);
        DecoderStyle style = style(model);
        return style == null
                ? GuessedStyle.graph(model, settings, places)
                : new DecoderGraph(model, settings, places, style);
    }

    private static @Nullable ModelGraph own(GraphModel model, GraphSettings settings, LayerPlaces places) {
        return switch (model.architecture) {
            case "bert", "jina-bert-v2" -> new BertGraph(model, settings, places, false);
            case "nomic-bert", "nomic-bert-moe", "jina-bert-v3" -> new BertGraph(model, settings, places, true);
            case "deepseek2", "mistral4" ->
                new LatentGraph(model, settings, places, LLAMA.experts(ExpertStyle.of(model.keys)), Scaling.NONE);
            case "minicpm3" -> new LatentGraph(model, settings, places, SCALED, Scaling.RESIDUALS_AND_OUTPUT);
            case "plm" -> plm(model, settings, places);
            case "llama4" -> new Llama4Graph(model, settings, places, LLAMA.experts(WEIGHED_INPUT));
            case "gemma-embedding" -> new GemmaEmbeddingGraph(model, settings, places, SCALED);
            case "gemma3n" -> new Gemma3nGraph(model, settings, places);
            case "gemma4" -> new Gemma4Graph(model, settings, places);
            case "mamba", "mamba2" -> new MambaGraph(model, settings, places);
            case "jamba" -> new JambaGraph(model, settings, places);
            case "falcon-h1" -> new FalconH1Graph(model, settings, places);
            case "plamo2" -> new Plamo2Graph(model, settings, places);
            case "kimi-linear" -> new KimiLinearGraph(model, settings, places);
            case "granitehybrid" -> new GraniteHybridGraph(model, settings, places);
            case "nemotron_h", "nemotron_h_moe" -> new NemotronHGraph(model, settings, places);
            case "lfm2", "lfm2moe" -> new Lfm2Graph(model, settings, places);
            case "rwkv6" -> new RwkvGraph(model, settings, places, false, true);
            case "rwkv7" -> new RwkvGraph(model, settings, places, true, true);
            case "rwkv6qwen2" -> new RwkvGraph(model, settings, places, false, false);
            case "arwkv7" -> new RwkvGraph(model, settings, places, true, false);
            case "qwen3next", "qwen35", "qwen35moe" -> new DeltaNetGraph(model, settings, places);
            case "t5" -> t5(model, settings, places);
            case "t5encoder" -> new T5Graph(model, settings, places, false);
            default -> null;
        };
    }

    /** llama.cpp 0.5.0 stops at an assertion of its own with flash attention. */
    private static ModelGraph plm(GraphModel model, GraphSettings settings, LayerPlaces places) {
        if (settings.flash()) throw new GraphException("llama.cpp can't run plm with flash attention");
        return new LatentGraph(model, settings, places, LLAMA, Scaling.NONE);
    }

    /** llama.cpp 0.5.0 stops at an assertion of its own with a cache for each sequence. */
    private static ModelGraph t5(GraphModel model, GraphSettings settings, LayerPlaces places) {
        if (settings.streams() > 1) throw new GraphException("llama.cpp can't run t5 with a cache for each sequence");
        return new T5Graph(model, settings, places, true);
    }

    /** The style of an architecture; of some it depends on the file's keys. Null where there is no record. */
    private static @Nullable DecoderStyle style(GraphModel model) {
        return switch (model.architecture) {
            case "granite", "granitemoe" -> model.keys.truth("rope.scaling.finetuned", true) ? LLAMA : UNROTATED;
            case "baichuan" -> model.fileLayers() == BAICHUAN_LAYERS_ROTATED ? LLAMA : UNROTATED;
            case "gptneox" ->
                model.keys.truth("use_parallel_residual", true) ? LLAMA.layout(Layout.PARALLEL_RESIDUAL_FIRST) : LLAMA;
            case "bailingmoe", "bailingmoe2", "dots1", "deepseek2-ocr", "glm4moe" ->
                LLAMA.experts(ExpertStyle.of(model.keys));
            case "exaone-moe" -> LLAMA.rotation(Rotation.WINDOWED).experts(ExpertStyle.of(model.keys));
            default -> STYLES.get(model.architecture);
        };
    }
}

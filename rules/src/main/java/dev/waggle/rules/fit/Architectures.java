package dev.waggle.rules.fit;

import java.util.Map;
import java.util.Set;

/** What llama.cpp's code, rather than a file, says of architectures (src/models/*.cpp and create_memory, 0.5.0). */
final class Architectures {
    /** Text encoders and diffusion models keep no cache. */
    static final Set<String> WITHOUT_CACHE = Set.of(
            "bert",
            "jina-bert-v2",
            "jina-bert-v3",
            "nomic-bert",
            "nomic-bert-moe",
            "neo-bert",
            "eurobert",
            "wavtokenizer-dec",
            "modern-bert",
            "gemma-embedding",
            "dream",
            "llada",
            "llada-moe",
            "rnd1");

    /** Encoders without an output layer, so that their token embedding is held once. */
    static final Set<String> WITHOUT_OUTPUT = Set.of(
            "bert",
            "jina-bert-v2",
            "jina-bert-v3",
            "nomic-bert",
            "nomic-bert-moe",
            "neo-bert",
            "eurobert",
            "modern-bert",
            "wavtokenizer-dec");

    /** Caches this arithmetic has no rule for: indexers, delta attention with keys of its own, draft rings. */
    static final Set<String> WITHOUT_RULE = Set.of(
            "deepseek32",
            "deepseek4",
            "glm-dsa",
            "minimax-m3",
            "minimax-01",
            "dots3note",
            "hy-v4",
            "qwen4exp",
            "kimi-k3",
            "bailingmoe3",
            "dflash");

    /** The output layer is created before the embedding it shares, so that even the host holds it twice. */
    static final Set<String> ALWAYS_COPIES_EMBEDDING = Set.of("gemma3n", "gemma4");

    /** With experts on the host, devices hold two of their matrices at once: measured where a shared expert runs beside. */
    static final Set<String> COPIES_TWO_MATRICES = Set.of("llama4", "qwen2moe", "qwen35moe", "qwen3next");

    /** Layer i has a window where i mod p is less than p−1, for files that don't say it (load_swa_pattern). */
    static final Map<String, Integer> WINDOW_PERIOD = Map.ofEntries(
            Map.entry("gemma2", 2),
            Map.entry("gpt-oss", 2),
            Map.entry("modern-bert", 3),
            Map.entry("afmoe", 4),
            Map.entry("cohere2", 4),
            Map.entry("cohere2moe", 4),
            Map.entry("exaone4", 4),
            Map.entry("exaone-moe", 4),
            Map.entry("laguna", 4),
            Map.entry("llama4", 4),
            Map.entry("mellum", 4),
            Map.entry("muse-glimmer", 4),
            Map.entry("olmo2", 4),
            Map.entry("smallthinker", 4),
            Map.entry("gemma3n", 5),
            Map.entry("gemma3", 6),
            Map.entry("gemma-embedding", 6),
            Map.entry("plamo3", 8));

    /** Of these the first layer of a period sees all, not the last. */
    static final Set<String> WHOLE_FIRST = Set.of("modern-bert", "cohere2moe", "laguna", "smallthinker");

    /** llama.cpp switches flash attention off (llama_init_from_model). */
    static final Set<String> WITHOUT_FLASH = Set.of("grok");

    private static final long LLAMA4_CHUNK = 8_192;
    private static final int GEMMA3N_LAYERS_WITH_CACHE = 20;

    private Architectures() {}

    /**
     * The window's width, 0 for none: llama4's chunks have one width whatever a file says, unless it says 0; phi3's
     * window is switched off.
     */
    static long window(String architecture, boolean stated, long fromFile) {
        if (architecture.equals("phi3")) return 0;
        if (architecture.equals("llama4")) return stated && fromFile == 0 ? 0 : LLAMA4_CHUNK;
        return fromFile;
    }

    /** Layers from the start that have a cache of their own. */
    static int layersWithCache(String architecture, int layers, int predictionLayers, int shared) {
        if (architecture.equals("gemma3n")) return Math.min(layers, GEMMA3N_LAYERS_WITH_CACHE);
        return layers - Math.max(predictionLayers, architecture.equals("gemma4") ? shared : 0);
    }
}

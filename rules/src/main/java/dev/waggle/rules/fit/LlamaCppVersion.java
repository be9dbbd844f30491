package dev.waggle.rules.fit;

import java.util.Set;

/** A generation of llama.cpp whose memory arithmetic differs from the others'. */
enum LlamaCppVersion {
    /** v0.5.0, whose allocator the fixture {@code fit/truth.jsonl} measured. */
    V0_5("llamacpp-0.5"),
    /**
     * b4916: before caches of sliding windows, compressed caches of latent attention and caches per sequence; logits
     * for every token of a micro-batch. No measurement backs it, so nothing is exact.
     */
    B2025_03("llamacpp-2025-03");

    /**
     * Architectures whose device total was within 1 % of every measurement with all layers on one GPU. The truth test
     * fails where one stops being so.
     */
    private static final Set<String> CHECKED = Set.of(
            "bert",
            "falcon-h1",
            "gemma2",
            "gemma3",
            "glm4",
            "gpt-oss",
            "llama",
            "llama4",
            "mamba2",
            "minicpm3",
            "qwen2",
            "qwen3",
            "qwen35moe",
            "qwen3moe",
            "qwen3next");

    private final String rules;

    LlamaCppVersion(String rules) {
        this.rules = rules;
    }

    String rules() {
        return rules;
    }

    boolean isLegacy() {
        return this == B2025_03;
    }

    boolean isExactFor(String architecture) {
        return this == V0_5 && CHECKED.contains(architecture);
    }
}

package dev.waggle.rules.fit;

/** A generation of llama.cpp whose memory arithmetic differs from the others'. */
enum LlamaCppVersion {
    /** v0.5.0, whose allocator the fixture {@code fit/truth.jsonl} measured. */
    V0_5("llamacpp-0.5"),
    /**
     * b4916: before caches of sliding windows, compressed caches of latent attention and caches per sequence; logits
     * for every token of a micro-batch. No measurement backs it, so nothing is exact.
     */
    B2025_03("llamacpp-2025-03");

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
}

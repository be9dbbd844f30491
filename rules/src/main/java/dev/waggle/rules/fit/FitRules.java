package dev.waggle.rules.fit;

import java.util.List;

/** The memory arithmetic of one engine generation: pure, and silent about whether the result is good news. */
public sealed interface FitRules permits CandleRules, LlamaCppRules {
    /** The name engine rows of the catalog use, such as {@code llamacpp-0.5}. */
    String name();

    /** What the model needs under the settings and the placement, or why that can't be said. */
    FitAnswer fit(FitQuestion question);

    /**
     * All rules.
     *
     * @param llamaCpp the architectures of llama.cpp, whichever its version
     */
    static List<FitRules> all(ArchitectureTable llamaCpp) {
        return List.of(
                new LlamaCppRules(LlamaCppVersion.V0_5, llamaCpp),
                new LlamaCppRules(LlamaCppVersion.B2025_03, llamaCpp),
                new CandleRules());
    }
}

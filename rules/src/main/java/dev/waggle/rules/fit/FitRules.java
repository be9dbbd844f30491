package dev.waggle.rules.fit;

import java.util.List;
import java.util.Optional;

/** The memory arithmetic of one engine generation: pure, and silent about whether the result is good news. */
public sealed interface FitRules permits CandleRules, LlamaCppRules {
    /** The name engine rows of the catalog use, such as {@code llamacpp-0.5}. */
    String name();

    /** What the model needs under the settings and the placement, or why that can't be said. */
    FitAnswer fit(FitQuestion question);

    /** The rules of that name: {@code llamacpp-0.5}, {@code llamacpp-2025-03} or {@code candle-f32}. */
    static Optional<FitRules> byName(String fitRules) {
        return Rules.ALL.stream().filter(rules -> rules.name().equals(fitRules)).findFirst();
    }

    /** All rules; a holder, since one interface's constants would be built with it. */
    final class Rules {
        private static final List<FitRules> ALL = List.of(
                new LlamaCppRules(LlamaCppVersion.V0_5),
                new LlamaCppRules(LlamaCppVersion.B2025_03),
                new CandleRules());

        private Rules() {}
    }
}

package dev.waggle.rules.matrix;

import dev.waggle.rules.judge.Settlement.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cell of a matrix says: a verdict as far as rules decide it. Many cells share one.
 *
 * @param kind what it says
 * @param placement where it would run; null where it doesn't, or nobody knows
 * @param said every rule that has something to say, the gravest first
 */
public record CellVerdict(Kind kind, @Nullable String placement, List<Said> said) {
    /** Copies the list. */
    public CellVerdict {
        said = List.copyOf(said);
    }

    /**
     * One rule of them.
     *
     * @param rule its id
     * @param severity block, unknown, warn, note or offer: what it means for this verdict
     */
    public record Said(String rule, String severity) {}

    /** The rules that are the reason for what it says: of a refusal those that refuse, of a caveat those that warn. */
    public List<String> deciding() {
        String severity = switch (kind) {
            case CANNOT_RUN -> "block";
            case UNKNOWN -> "unknown";
            case RUNS_WITH_CAVEATS -> "warn";
            case RUNS -> "";
        };
        return said.stream()
                .filter(each -> each.severity().equals(severity))
                .map(Said::rule)
                .distinct()
                .toList();
    }
}

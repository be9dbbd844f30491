package dev.waggle.rules.judge;

import dev.waggle.rules.book.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * What rulings come to. Those about the target as a whole count always; of the placements, tried in order, the first that
 * nothing blocks is the answer, and why the earlier ones were refused becomes its caveats.
 *
 * @param placement the number of the placement that is the answer; -1 where all are blocked, or there is none
 * @param relevant every ruling that counts
 * @param <R> what a ruling is
 */
public record Settlement<R extends Ruling<R>>(int placement, List<R> relevant) {
    private static final List<String> GRAVEST_FIRST = List.of("block", "unknown", "warn", "offer", "note");

    /** Copies the list. */
    public Settlement {
        relevant = List.copyOf(relevant);
    }

    /** What a settlement says, from best to worst. */
    public enum Kind {
        /** It runs, and nothing speaks against it. */
        RUNS,
        /** It runs, but. */
        RUNS_WITH_CAVEATS,
        /** Something essential is not known. */
        UNKNOWN,
        /** It can't run. */
        CANNOT_RUN;

        /** True where it runs, with or without caveats. */
        public boolean runs() {
            return this == RUNS || this == RUNS_WITH_CAVEATS;
        }
    }

    /**
     * Settles.
     *
     * @param whole rulings about the target as a whole
     * @param placed by placement, in the order they are tried: the rulings about it
     */
    public static <R extends Ruling<R>> Settlement<R> of(List<R> whole, List<List<R>> placed) {
        int chosen = -1;
        for (int i = 0; i < placed.size() && chosen < 0; i++)
            if (placed.get(i).stream().noneMatch(Ruling::blocks)) chosen = i;
        List<R> relevant = new ArrayList<>(whole);
        for (int i = 0; i < placed.size(); i++) {
            if (chosen < 0 || i == chosen) relevant.addAll(placed.get(i));
            else if (i < chosen)
                placed.get(i).stream()
                        .filter(Ruling::blocks)
                        .map(Ruling::asCaveat)
                        .forEach(relevant::add);
        }
        relevant.removeIf(each -> each.unknown() && each.severity() != Severity.BLOCK);
        if (relevant.stream().anyMatch(Ruling::blocks)) relevant.removeIf(Ruling::unknown);
        return new Settlement<>(chosen, relevant);
    }

    /** An order of what rules say, by severity as JSON has it. */
    public static <T> Comparator<T> gravestFirst(Function<T, String> severity) {
        return Comparator.comparingInt(each -> GRAVEST_FIRST.indexOf(severity.apply(each)));
    }

    /** What it says. Where no rule spoke and yet there is no placement, nothing is known. */
    public Kind kind() {
        if (relevant.stream().anyMatch(Ruling::blocks)) return Kind.CANNOT_RUN;
        if (placement < 0 || relevant.stream().anyMatch(Ruling::unknown)) return Kind.UNKNOWN;
        boolean warned = relevant.stream().anyMatch(each -> each.severity() == Severity.WARN);
        return warned ? Kind.RUNS_WITH_CAVEATS : Kind.RUNS;
    }
}

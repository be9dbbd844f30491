package dev.waggle.rules.impact;

import dev.waggle.rules.judge.Settlement.Kind;
import java.util.List;

/**
 * All verdicts that change from one answer to another, or within one answer their caveats, notes or placement.
 *
 * @param from what they say before
 * @param to what they say after
 * @param count how many they are
 * @param examples the first of them, in the matrix's order
 */
public record Move(Kind from, Kind to, int count, List<Example> examples) {
    /** Copies the list. */
    public Move {
        examples = List.copyOf(examples);
    }

    /**
     * One verdict that changes.
     *
     * @param cell the question
     * @param gained rules that speak after and did not before, or with more or less weight
     * @param lost rules that spoke before and do not after
     */
    public record Example(Cell cell, List<String> gained, List<String> lost) {
        /** Copies the lists. */
        public Example {
            gained = List.copyOf(gained);
            lost = List.copyOf(lost);
        }
    }
}

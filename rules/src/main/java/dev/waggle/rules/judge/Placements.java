package dev.waggle.rules.judge;

import dev.waggle.rules.facts.Fit;
import java.util.ArrayList;
import java.util.List;

/**
 * The placements of all cells of a matrix, in the order they are tried. Cells that would hold the same in the same memory
 * share them; the facts have worker and placement number 0.
 */
public final class Placements {
    private final List<List<Fit>> distinct;
    private final List<List<Integer>> lists;
    private final int[] at;

    private Placements(Builder builder) {
        this.distinct = builder.distinct.values();
        this.lists = builder.lists.values();
        this.at = builder.at;
    }

    /** The facts of each placement: one a device. */
    public List<List<Fit>> distinct() {
        return distinct;
    }

    /** Each list of placements that some cell has: numbers of distinct ones. */
    public List<List<Integer>> lists() {
        return lists;
    }

    /** The number of a cell's list. */
    public int listAt(int cell) {
        return at[cell];
    }

    /** What the placements of a list are called. */
    public List<String> names(int list) {
        return lists.get(list).stream()
                .map(number -> String.valueOf(distinct.get(number).get(0).placement()))
                .toList();
    }

    /** Collects placements cell by cell. */
    static final class Builder {
        private final Interner<List<Fit>> distinct = new Interner<>();
        private final Interner<List<Integer>> lists = new Interner<>();
        private final int[] at;

        Builder(int cells) {
            this.at = new int[cells];
        }

        void put(int cell, List<List<Fit>> placements) {
            List<Integer> numbers = new ArrayList<>();
            for (List<Fit> placement : placements) numbers.add(distinct.number(placement));
            at[cell] = lists.number(numbers);
        }

        Placements placements() {
            return new Placements(this);
        }
    }
}

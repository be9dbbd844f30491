package dev.waggle.rules.judge;

import dev.waggle.rules.facts.Fit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The placements of all cells of a matrix, in the order they are tried. Cells that would hold the same in the same memory
 * share them; the facts have worker and placement number 0.
 */
public final class Placements {
    private final List<List<Fit>> distinct;
    private final List<List<Integer>> lists;
    private final int[] at;

    private Placements(List<List<Fit>> distinct, List<List<Integer>> lists, int[] at) {
        this.distinct = distinct;
        this.lists = lists;
        this.at = at;
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

    /**
     * The same with one placement for all that compare alike: the same to every rule that compares sizes only with sizes. They
     * are few, whatever the number of cells.
     */
    Placements alike() {
        Interner<List<List<@Nullable Object>>> orders = new Interner<>();
        List<List<Fit>> first = new ArrayList<>();
        int[] alike = new int[distinct.size()];
        for (int i = 0; i < alike.length; i++) {
            alike[i] = orders.number(distinct.get(i).stream().map(FitOrder::of).toList());
            if (alike[i] == first.size()) first.add(distinct.get(i));
        }
        Interner<List<Integer>> shorter = new Interner<>();
        int[] listOf = new int[lists.size()];
        for (int i = 0; i < listOf.length; i++)
            listOf[i] = shorter.number(
                    lists.get(i).stream().map(number -> alike[number]).toList());
        return new Placements(
                first,
                shorter.values(),
                Arrays.stream(at).map(list -> listOf[list]).toArray());
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
            return new Placements(distinct.values(), lists.values(), at);
        }
    }
}

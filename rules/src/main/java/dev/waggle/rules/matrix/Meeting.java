package dev.waggle.rules.matrix;

import dev.waggle.rules.judge.RuleSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the facts of one group of rules meet: two lists of facts, or one where its rules look at one type only. First every
 * meeting is announced, then the engine judges each pair of classes among them once, and then what it said can be asked.
 */
final class Meeting {
    /** Stands for the second fact of rules that look at one. */
    private static final int[] ALONE = {0};

    private final RuleGroup group;
    private final FactClasses firsts;
    private final FactClasses seconds;
    private final Masks masks;
    private final PairNumbers pairNumbers = new PairNumbers();
    private final List<int[]> pairs = new ArrayList<>();
    private final PairNumbers known = new PairNumbers();
    private int[] said = new int[0];

    /** A meeting of classes; the second are the first again where the group looks at one type. */
    Meeting(RuleGroup group, FactClasses firsts, FactClasses seconds, Masks masks) {
        this.group = group;
        this.firsts = firsts;
        this.seconds = seconds;
        this.masks = masks;
    }

    /** Says that two lists meet; of a group that looks at one type, the second number means nothing. */
    void announce(int first, int second) {
        int other = group.isAlone() ? 0 : second;
        if (known.get(first, other) != PairNumbers.NONE) return;
        known.put(first, other, Masks.EMPTY);
        for (int a : firsts.byList().get(first))
            for (int b : seconds(other))
                if (pairNumbers.get(a, b) == PairNumbers.NONE) {
                    pairNumbers.put(a, b, pairs.size());
                    pairs.add(new int[] {a, b});
                }
    }

    /** Judges all that was announced. */
    void judge(RuleSet set) {
        said = group.judge(set, firsts, seconds, pairs).stream()
                .mapToInt(masks::number)
                .toArray();
        known.clear();
    }

    /** What is said where two announced lists meet, as a number of a mask. */
    int said(int first, int second) {
        int other = group.isAlone() ? 0 : second;
        int before = known.get(first, other);
        if (before != PairNumbers.NONE) return before;
        int all = Masks.EMPTY;
        for (int a : firsts.byList().get(first))
            for (int b : seconds(other)) all = masks.union(all, said[pairNumbers.get(a, b)]);
        known.put(first, other, all);
        return all;
    }

    private int[] seconds(int list) {
        return group.isAlone() ? ALONE : seconds.byList().get(list);
    }
}

package dev.waggle.rules.fit.llama;

import java.util.Arrays;

/**
 * Leaves out layers that repeat. In a run of like layers each finds the scratch memory as one of the few before it did:
 * the residual stream and what lives beside it change places in a cycle. What the run needs, a few of its layers need, as
 * long as whole cycles are left out. The same holds for groups of layers that repeat.
 */
final class LayerPattern {
    private static final int LONGEST_GROUP = 8;
    private static final int GROUPS_KEPT = 4;

    private LayerPattern() {}

    /**
     * The layers to keep, in order.
     *
     * @param kinds equal ones mean that layers are built alike
     * @param cycle groups are left out by multiples of it
     */
    static int[] kept(int[] kinds, int cycle) {
        int[] kept = new int[kinds.length];
        for (int layer = 0; layer < kept.length; layer++) kept[layer] = layer;
        for (int group = 1; group <= LONGEST_GROUP; group++) kept = without(kept, kinds, group, cycle);
        return kept;
    }

    /** Drops whole cycles of groups behind the first two of each run of equal ones. */
    private static int[] without(int[] layers, int[] kinds, int group, int cycle) {
        int[] left = new int[layers.length];
        int count = 0;
        int at = 0;
        while (at < layers.length) {
            int groups = groups(layers, kinds, at, group);
            int taken = Math.max(1, groups) * (groups > 0 ? group : 1);
            int dropped = Math.max(0, groups - GROUPS_KEPT) / cycle * cycle;
            int dropFrom = at + 2 * group;
            int dropTo = dropFrom + dropped * group;
            for (int i = at; i < at + taken; i++) if (i < dropFrom || i >= dropTo) left[count++] = layers[i];
            at += taken;
        }
        return Arrays.copyOf(left, count);
    }

    /** How many equal groups start here; 0 where not even two do. */
    private static int groups(int[] layers, int[] kinds, int at, int group) {
        int groups = 1;
        while (at + (groups + 1) * group <= layers.length && equal(layers, kinds, at, at + groups * group, group))
            groups++;
        return groups > 1 ? groups : 0;
    }

    private static boolean equal(int[] layers, int[] kinds, int a, int b, int length) {
        for (int i = 0; i < length; i++) if (kinds[layers[a + i]] != kinds[layers[b + i]]) return false;
        return true;
    }
}

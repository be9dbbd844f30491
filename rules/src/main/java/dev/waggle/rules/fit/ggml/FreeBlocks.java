package dev.waggle.rules.fit.ggml;

import java.util.Arrays;

/**
 * A buffer that grows to what is needed at once: the best fit among the gaps, else its end (ggml_dyn_tallocr with one
 * chunk, since no backend here bounds a buffer). Sizes are multiples of the alignment.
 */
final class FreeBlocks {
    private long[] offsets = new long[16];
    private long[] sizes = new long[16];
    private int count;
    private long largest;

    FreeBlocks() {
        offsets[0] = 0;
        sizes[0] = Long.MAX_VALUE / 2;
        count = 1;
    }

    /** Takes a block and returns its offset. */
    long take(long size) {
        int best = -1;
        long bestSize = Long.MAX_VALUE;
        for (int block = 0; block < count - 1; block++) {
            if (sizes[block] >= size && sizes[block] <= bestSize) {
                best = block;
                bestSize = sizes[block];
            }
        }
        if (best < 0) best = count - 1;
        long offset = offsets[best];
        offsets[best] += size;
        sizes[best] -= size;
        if (sizes[best] == 0) remove(best);
        largest = Math.max(largest, offset + size);
        return offset;
    }

    /**
     * Gives a block back; it becomes one with the first block it meets, and that with its neighbour. Blocks of no bytes
     * stay in the list as ggml leaves them, where they can keep others apart (ggml_dyn_tallocr_free_bytes).
     */
    void give(long offset, long size) {
        for (int block = 0; block < count; block++) {
            if (offsets[block] + sizes[block] == offset) {
                sizes[block] += size;
                if (block < count - 1) mergeWithNext(block);
                return;
            }
            if (offset + size == offsets[block]) {
                offsets[block] = offset;
                sizes[block] += size;
                if (block > 0) mergeWithNext(block - 1);
                return;
            }
        }
        int at = 0;
        while (at < count && offsets[at] < offset) at++;
        insert(at, offset, size);
    }

    private void mergeWithNext(int block) {
        if (offsets[block] + sizes[block] != offsets[block + 1]) return;
        sizes[block] += sizes[block + 1];
        remove(block + 1);
    }

    /** The end of the highest block that was ever taken. */
    long largest() {
        return largest;
    }

    private void insert(int at, long offset, long size) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        System.arraycopy(offsets, at, offsets, at + 1, count - at);
        System.arraycopy(sizes, at, sizes, at + 1, count - at);
        offsets[at] = offset;
        sizes[at] = size;
        count++;
    }

    private void remove(int at) {
        count--;
        System.arraycopy(offsets, at + 1, offsets, at, count - at);
        System.arraycopy(sizes, at + 1, sizes, at, count - at);
    }
}

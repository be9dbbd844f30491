package dev.waggle.server.pages;

import org.jspecify.annotations.Nullable;

/**
 * How full one memory is.
 *
 * @param name "RAM" or the GPU's name
 * @param facts what else is known of it, in a line; may be empty
 * @param totalBytes null where unknown
 * @param freeBytes null where unknown
 */
record MemoryBar(
        String name,
        String facts,
        @Nullable Long totalBytes,
        @Nullable Long freeBytes) {
    boolean isDrawn() {
        return totalBytes != null;
    }

    String total() {
        return Figures.bytesOrUnknown(totalBytes);
    }

    String free() {
        return Figures.bytesOrUnknown(freeBytes);
    }

    String used() {
        return Figures.bytesOrUnknown(usedBytes());
    }

    private @Nullable Long usedBytes() {
        return totalBytes == null || freeBytes == null ? null : Long.valueOf(totalBytes - freeBytes);
    }

    /** Width of the used part; nothing is drawn as used where that is unknown. */
    String usedWidth() {
        Long used = usedBytes();
        return used == null || totalBytes == null ? "0%" : Figures.percent(used, totalBytes);
    }

    boolean isUseKnown() {
        return usedBytes() != null;
    }
}

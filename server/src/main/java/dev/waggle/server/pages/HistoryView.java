package dev.waggle.server.pages;

import java.util.List;

/**
 * What was live, newest first.
 *
 * @param tag names what is live, for whoever goes back
 * @param mayGoBack whether the reader may
 * @param older where the older ones are; empty where there are none
 */
record HistoryView(Page page, Standing standing, String tag, boolean mayGoBack, List<Entry> entries, String older) {
    HistoryView {
        entries = List.copyOf(entries);
    }

    /**
     * A version.
     *
     * @param when it was published; empty for what the program was built with
     * @param parent the version it was made of
     * @param changes what it did to files; those of one file each
     * @param unreadable why that can't be told; empty where it can
     */
    record Entry(
            int number,
            String when,
            String author,
            String note,
            int parent,
            boolean live,
            List<FileChange> changes,
            String unreadable) {
        Entry {
            changes = List.copyOf(changes);
        }

        boolean isShipped() {
            return number == 0;
        }
    }

    /** What became of a file; {@code what} is added, changed or removed. */
    record FileChange(String path, String what, long added, long removed, List<DiffLine> lines) {
        FileChange {
            lines = List.copyOf(lines);
        }
    }
}

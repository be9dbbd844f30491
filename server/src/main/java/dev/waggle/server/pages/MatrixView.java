package dev.waggle.server.pages;

import java.util.List;

/**
 * The table of models × workers.
 *
 * @param machine its name
 * @param columns workers
 * @param rows models
 * @param tallies how many cells there are of each outcome
 * @param models how many there are without the filter
 * @param workers how many there are without the filter
 */
record MatrixView(String machine, List<Column> columns, List<Row> rows, List<Tally> tallies, int models, int workers) {
    /** A worker; {@code engine} names library and version. */
    record Column(String id, String backend, String name, String engine) {}

    /**
     * A model.
     *
     * @param facts architecture, size and licence in a line
     * @param local whether it lies on this machine
     * @param take the recommended variant and worker; empty where none runs
     */
    record Row(String id, String name, String facts, boolean local, String take, List<Cell> cells) {}

    /**
     * A verdict in short.
     *
     * @param worker the column's id
     * @param href where all of it is
     * @param detail the variant, or the concern that refuses
     * @param recommended whether this worker is the one to take
     */
    record Cell(String worker, String href, Shown shown, String detail, boolean recommended) {}

    /** How many cells say so. */
    record Tally(Shown shown, long cells) {}

    int hiddenModels() {
        return models - rows.size();
    }

    int hiddenWorkers() {
        return workers - columns.size();
    }

    long runnable() {
        return rows.stream().filter(row -> !row.take().isEmpty()).count();
    }
}

package dev.waggle.server.app;

import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.runtime.Engine;
import java.nio.file.Path;
import java.util.List;

/** One way to start workers of the catalog. */
public interface Adapter {
    /** What this adapter says of a worker. */
    sealed interface Answer {
        /**
         * It can be started.
         *
         * @param engine the program
         * @param batchTokens prompt tokens it is handed at once, and so the longest step before a cancel is seen
         * @param microBatchTokens prompt tokens it computes at once
         */
        record Startable(Engine engine, int batchTokens, int microBatchTokens) implements Answer {}

        /**
         * Something is missing on this machine.
         *
         * @param what a sentence: what is missing and how to get it
         */
        record Missing(String what) implements Answer {}
    }

    /** The files and folders that change when what this adapter says does; empty where nothing tells. */
    default List<Path> watched() {
        return List.of();
    }

    /** Whether and how this worker can be started here, now. */
    Answer of(WorkerEntry worker);
}

package dev.waggle.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the logs of workers are kept: a file a worker, what it wrote to standard error, for this user only.
 *
 * <p>At most {@value #MOST_FILES} files, the oldest removed; of a log that is too long, the first part and the newest
 * (see {@link #MOST_BYTES}).
 */
public final class WorkerLogs {
    /** Files kept. */
    public static final int MOST_FILES = 20;

    /** The most one file holds: 1 MiB. */
    public static final long MOST_BYTES = LogFile.MOST_BYTES;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final @Nullable Path folder;

    private WorkerLogs(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Keeps none; the last of a log is in memory as always. */
    public static WorkerLogs none() {
        return new WorkerLogs(null);
    }

    /** Keeps them in this folder, made when the first worker starts. */
    public static WorkerLogs in(Path folder) {
        return new WorkerLogs(folder.toAbsolutePath());
    }

    /** A file for this process's log, named by the time, the engine and the process; empty where none is kept. */
    Optional<LogFile> open(Engine engine, long pid) throws IOException {
        if (folder == null) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        removeOldest(folder);
        String name = (engine.name().name() + "-" + engine.name().version()).replaceAll("[^A-Za-z0-9.-]", "_");
        return Optional.of(LogFile.create(folder, TIME.format(Instant.now()) + "-" + name + "-" + pid + ".log"));
    }

    private static synchronized void removeOldest(Path folder) throws IOException {
        List<Path> oldestLast;
        try (Stream<Path> all = Files.list(folder)) {
            oldestLast = all.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : oldestLast.subList(Math.min(MOST_FILES - 1, oldestLast.size()), oldestLast.size())) {
            Files.deleteIfExists(file);
        }
    }
}

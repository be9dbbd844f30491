package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a worker's log. */
class LogFileTest {
    @TempDir
    Path folder;

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void log_thatIsShort_isKeptWhole() throws Exception {
        try (LogFile log = LogFile.create(folder, "a.log")) {
            log.add("hello\n".getBytes(StandardCharsets.UTF_8), 6);
        }
        assertThat(folder.resolve("a.log")).hasContent("hello\n");
    }

    @Test
    void log_thatIsLong_keepsItsHeadAndItsEnd() throws Exception {
        try (LogFile log = LogFile.create(folder, "a.log")) {
            for (int i = 0; i < 500_000; i++) {
                byte[] line = ("line " + i + "\n").getBytes(StandardCharsets.UTF_8);
                log.add(line, line.length);
                if (i % 50_000 == 0) {
                    assertThat(Files.size(folder.resolve("a.log"))).isLessThanOrEqualTo(LogFile.MOST_BYTES);
                }
            }
        }
        String text = Files.readString(folder.resolve("a.log"));
        assertThat(text)
                .startsWith("line 0\nline 1\n")
                .endsWith("line 499998\nline 499999\n")
                .contains(LogFile.CUT);
        assertThat(text.length()).isBetween(LogFile.MOST_BYTES / 2, LogFile.MOST_BYTES);
        assertThat(text.indexOf(LogFile.CUT)).isEqualTo(LogFile.HEAD_BYTES);
    }

    @Test
    void worker_thatDied_leavesItsLogForThisUserOnly() throws Exception {
        Workers workers = new Workers(
                folder.resolve("workers"),
                Deadlines.standard(),
                OptionalLong::empty,
                WorkerLogs.in(folder.resolve("logs")));
        Plan plan = new Plan(FakeWorker.that("floods-stderr"), folder.resolve("m"), Requests.settings(8), List.of());
        assertThat(workers.open(plan, fraction -> {})).isInstanceOf(Opening.Failed.class);
        assertThat(files(folder.resolve("workers"))).isEmpty();
        Path log = files(folder.resolve("logs")).get(0);
        assertThat(log.getFileName().toString()).matches("\\d{8}T\\d{6}\\.\\d{3}Z-fake-1-\\d+\\.log");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
        assertThat(Files.size(log)).isBetween(100_000L, WorkerLogs.MOST_BYTES);
        assertThat(Files.readString(log)).startsWith("the first line\n").endsWith("the last line\n");
    }

    @Test
    void logs_ofManyWorkers_areTheNewestOnly() throws Exception {
        Engine engine = FakeWorker.that("behaves");
        WorkerLogs logs = WorkerLogs.in(folder);
        for (int i = 0; i < WorkerLogs.MOST_FILES + 5; i++) {
            logs.open(engine, 1000 + i).orElseThrow().close();
            Thread.sleep(2);
        }
        assertThat(files(folder)).hasSize(WorkerLogs.MOST_FILES);
        assertThat(files(folder).get(0).toString()).endsWith("-1005.log");
    }
}

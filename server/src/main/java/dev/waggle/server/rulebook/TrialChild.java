package dev.waggle.server.rulebook;

import dev.waggle.rules.trial.TrialLines;
import dev.waggle.rules.trial.TrialReport;
import dev.waggle.server.rulebook.TrialOutput.Said;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One process that tries one book: watched while it does, and ended after, whatever it did. */
final class TrialChild implements AutoCloseable {
    private static final List<String> KEPT = List.of("PATH", "LD_LIBRARY_PATH", "SystemRoot", "windir");
    private static final String PREFIX = "trial-";
    private static final Duration LOOK = Duration.ofMillis(20);
    /** What a virtual machine ends with when its heap or its classes take more than they may. */
    private static final int OUT_OF_MEMORY = 3;

    private final Process process;
    private final Path folder;
    private final TrialLimits limits;
    private final TrialOutput output;
    private final long startedNanos = System.nanoTime();

    private TrialChild(Process process, Path folder, TrialLimits limits) {
        this.process = process;
        this.folder = folder;
        this.limits = limits;
        this.output = new TrialOutput(process);
    }

    /** Starts a process in a folder of its own, with nothing of our environment but what a program needs to run. */
    static TrialChild start(List<String> command, Path parent, TrialLimits limits) throws IOException {
        Files.createDirectories(parent);
        Path folder = Files.createTempDirectory(parent, PREFIX);
        ProcessBuilder builder = new ProcessBuilder(command.stream()
                        .map(part -> Trials.withFolder(part, folder))
                        .toList())
                .directory(folder.toFile());
        builder.environment().keySet().retainAll(KEPT);
        builder.environment().put("LC_ALL", "C.UTF-8");
        for (String name : List.of("HOME", "TMPDIR", "TMP", "TEMP"))
            builder.environment().put(name, folder.toString());
        try {
            return new TrialChild(builder.start(), folder, limits);
        } catch (IOException e) {
            remove(folder);
            // Its own words name the program and the folder.
            String why = e.getCause() == null ? "" : ": " + Reason.of(e.getCause());
            throw new IOException("no process can be started" + why, e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Tries a book, once. */
    TrialResult run(Map<String, String> book) {
        try {
            Duration left = limits.start().minusNanos(System.nanoTime() - startedNanos);
            Said first = output.next(left.isNegative() ? Duration.ZERO : left);
            if (first == null) return new TrialResult.NotStarted("no process was ready in " + seconds(limits.start()));
            if (!TrialLines.READY.equals(first.line())) return neverReady();
            Duration before = cpu();
            TrialOutput.daemon("trial-input", () -> send(TrialLines.book(book)));
            return await(before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TrialResult.NotStarted("it was interrupted");
        }
    }

    /** Whatever ended it, it was not the book: that was not even sent. */
    private TrialResult neverReady() throws InterruptedException {
        end();
        String tail = output.tail();
        return new TrialResult.NotStarted("the process for it was never ready (exit code " + process.waitFor() + ")"
                + (tail.isEmpty() || Reason.namesAPath(tail) ? "" : ": " + tail));
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    /** What it still did to get warmer when the book came is not the book's. */
    private TrialResult await(Duration cpuWhenReady) throws InterruptedException {
        Duration cpuBefore = cpuWhenReady;
        boolean begun = false;
        long deadline = System.nanoTime() + limits.wall().toNanos();
        while (true) {
            Said answer = output.next(LOOK);
            if (answer != null && !begun && TrialLines.BEGUN.equals(answer.line())) {
                begun = true;
                cpuBefore = cpu();
                continue;
            }
            if (answer != null) return result(answer.line());
            if (cpu().minus(cpuBefore).compareTo(limits.cpu()) > 0) return new TrialResult.TooSlow(limits.cpu(), true);
            if (System.nanoTime() - deadline > 0) return new TrialResult.TooSlow(limits.wall(), false);
            if (residentBytes() > limits.memoryBytes()) return new TrialResult.TooLarge(limits.memoryBytes());
        }
    }

    private TrialResult result(@Nullable String line) throws InterruptedException {
        if (line == null) return crashed();
        try {
            TrialReport report = TrialLines.reportOf(line);
            return report.passes() ? new TrialResult.Passed(report) : new TrialResult.Refused(report);
        } catch (IllegalArgumentException e) {
            output.note("it said: " + line.substring(0, Math.min(line.length(), 200)));
            return crashed();
        }
    }

    private TrialResult crashed() throws InterruptedException {
        end();
        int exit = process.waitFor();
        if (exit == OUT_OF_MEMORY) return new TrialResult.TooLarge(limits.memoryBytes());
        return new TrialResult.Crashed(exit, output.tail());
    }

    private void end() throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.SECONDS)) process.destroyForcibly();
    }

    private Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory at most so far; 0 where the system can't tell, and the virtual machine's own limits are all there is. */
    private long residentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .filter(digits -> !digits.isEmpty())
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0)
                    << 10;
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** From a thread of its own: a process that does not read must not keep us. Its input stays open, as its end is the end. */
    private void send(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            output.end();
        }
    }

    /** Removes the folders of processes that are gone. */
    static void sweep(Path parent) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            left.forEach(TrialChild::remove);
        } catch (IOException | DirectoryIteratorException e) {
            // There is none yet.
            return;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        remove(folder);
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
        } catch (IOException | UncheckedIOException e) {
            // The next start removes what is left.
            return;
        }
    }
}

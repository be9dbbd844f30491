package dev.waggle.runtime.guarded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short run of a program that is asked about itself, such as with {@code --version}. */
public final class Probe {
    /** More than any program says of itself; the rest is read and dropped. */
    static final int MOST_BYTES = 1 << 20;

    private static final Duration DRAIN = Duration.ofMillis(500);

    /** What came of it. */
    public sealed interface Answer {
        /**
         * It ended in time.
         *
         * @param exitCode 0 for success
         * @param text standard output and standard error together
         */
        record Said(int exitCode, String text) implements Answer {}

        /**
         * It could not be started.
         *
         * @param reason what the system said
         */
        record NotStarted(String reason) implements Answer {}

        /**
         * It did not end in time and was killed.
         *
         * @param limit how long it was given
         */
        record TooSlow(Duration limit) implements Answer {}
    }

    private Probe() {}

    /** Runs a command in an empty folder, with the environment a worker gets. */
    public static Answer ask(List<String> command, Duration limit) {
        Path folder;
        try {
            folder = Files.createTempDirectory("waggle-probe");
        } catch (IOException e) {
            return new Answer.NotStarted(String.valueOf(e.getMessage()));
        }
        try {
            return ask(command, folder, limit);
        } finally {
            Folders.remove(folder);
        }
    }

    private static Answer ask(List<String> command, Path folder, Duration limit) {
        Process process;
        try {
            process = ScrubbedEnvironment.of(command, folder)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return new Answer.NotStarted(String.valueOf(e.getMessage()));
        }
        Reader reader = new Reader(process.getInputStream());
        reader.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Answer.TooSlow(limit);
            }
            reader.join(DRAIN.toMillis());
            return new Answer.Said(process.exitValue(), reader.text());
        } catch (IOException e) {
            return new Answer.NotStarted(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.TooSlow(limit);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
        }
    }

    private static final class Reader extends Thread {
        private final InputStream in;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Reader(InputStream in) {
            super("probe");
            this.in = in;
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    keep(buffer, n);
                }
            } catch (IOException e) {
                // Its end is seen by whoever waits for the process.
                return;
            }
        }

        private synchronized void keep(byte[] bytes, int count) {
            kept.write(bytes, 0, Math.min(count, MOST_BYTES - kept.size()));
        }

        synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}

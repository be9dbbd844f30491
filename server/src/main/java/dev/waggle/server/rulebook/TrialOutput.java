package dev.waggle.server.rulebook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a process says, line by line, and the last of what it logs. Both are read all the time, so it never waits for us. */
final class TrialOutput {
    private static final int TAIL_CHARACTERS = 2000;
    private static final int LINE_CHARACTERS = 1 << 20;

    /** A line; none where it says no more. */
    record Said(@Nullable String line) {}

    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final StringBuilder tail = new StringBuilder();
    private final Thread log;

    TrialOutput(Process process) {
        daemon("trial-output", () -> listen(process.getInputStream()));
        this.log = daemon("trial-log", () -> drain(process.getErrorStream()));
    }

    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The next thing it says; null where it says nothing in that time. */
    @Nullable
    Said next(Duration patience) throws InterruptedException {
        return said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** It will say no more. */
    void end() {
        said.add(new Said(null));
    }

    /** The last of what it logged, once the process has ended. */
    String tail() throws InterruptedException {
        log.join(1000);
        synchronized (tail) {
            return tail.toString().strip();
        }
    }

    /** Adds to what it logged. */
    void note(String text) {
        synchronized (tail) {
            tail.append(text);
            if (tail.length() > TAIL_CHARACTERS) tail.delete(0, tail.length() - TAIL_CHARACTERS);
        }
    }

    private void listen(InputStream stream) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && line.length() < LINE_CHARACTERS; c = in.read()) {
                if (c == '\n') {
                    said.add(new Said(line.toString()));
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            note("its output can't be read: " + e.getMessage());
        }
        end();
    }

    private void drain(InputStream stream) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            char[] part = new char[1024];
            for (int n = in.read(part); n >= 0; n = in.read(part)) note(new String(part, 0, n));
        } catch (IOException e) {
            note("what it logged can't be read: " + e.getMessage());
        }
    }
}

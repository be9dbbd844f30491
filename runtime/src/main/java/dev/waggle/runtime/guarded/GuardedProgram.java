package dev.waggle.runtime.guarded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A foreign program that runs as a child of this process and does not outlive it. */
public final class GuardedProgram {
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final int SIGNAL = 128;

    /** A Java process whose heap is full ends so: a program that means something else by it must not be taken for one. */
    private static final int JAVA_OUT_OF_MEMORY = 3;

    private final Process process;
    private final Tether tether;
    private final ProgramLog log;
    private final Thread drain;

    private GuardedProgram(Process process, Tether tether, ProgramLog log) {
        this.process = process;
        this.tether = tether;
        this.log = log;
        this.drain = new Thread(() -> log.drain(process.getInputStream()), "program-log");
        drain.setDaemon(true);
        drain.start();
    }

    /**
     * Starts it, its output and its log going to {@code log}.
     *
     * @param secrets variables only this program gets
     * @param folder its working folder and home
     * @throws IOException when it can't be started
     */
    public static GuardedProgram start(List<String> command, Map<String, String> secrets, Path folder, ProgramLog log)
            throws IOException {
        ProcessBuilder builder = ScrubbedEnvironment.of(Tether.withParentDeathSignal(command), folder)
                .redirectErrorStream(true)
                .redirectInput(nothing());
        builder.environment().putAll(secrets);
        Process process = startFromALastingThread(builder);
        try {
            return new GuardedProgram(process, Tether.of(process.pid()), log);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static ProcessBuilder.Redirect nothing() {
        File nothing = new File("/dev/null");
        return nothing.exists() ? ProcessBuilder.Redirect.from(nothing) : ProcessBuilder.Redirect.PIPE;
    }

    /** The kernel's parent-death signal is sent when the thread that started a child ends: this one never does. */
    private static Process startFromALastingThread(ProcessBuilder builder) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        started.complete(builder.start());
                    } catch (IOException e) {
                        started.completeExceptionally(e);
                        return;
                    }
                    while (true) {
                        LockSupport.park(builder);
                    }
                },
                "program-parent");
        thread.setDaemon(true);
        thread.start();
        try {
            return started.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? "no reason is known" : String.valueOf(cause.getMessage()), e);
        }
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** What it says. */
    public ProgramLog log() {
        return log;
    }

    /** Its exit code, 128 and the signal's number where a signal ended it; waits for the end, and of its log. */
    public int awaitExitCode() throws InterruptedException {
        int code = process.waitFor();
        tether.cut();
        drain.join(GRACE.toMillis());
        return code;
    }

    /** Whether that exit code tells of a signal. */
    public static boolean bySignal(int exitCode) {
        return exitCode > SIGNAL;
    }

    /** Waits so long for its end; true when it has ended. */
    public boolean endsWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** From now on this process ends as the program does, with the same exit code, when the program ends by itself. */
    public void endWithIt() {
        Thread thread = new Thread(this::haltAsItDoes, "program-end");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for its end and ends this process alike. */
    public void haltAsItDoes() {
        try {
            int code = awaitExitCode();
            System.err.println("guardian: the program ended with exit code " + code);
            System.err.flush();
            Runtime.getRuntime().halt(code == JAVA_OUT_OF_MEMORY ? 1 : code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it: asks it to, and kills it half a second later. */
    public void end() {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                process.toHandle().destroyForcibly();
                process.waitFor();
            }
            awaitExitCode();
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

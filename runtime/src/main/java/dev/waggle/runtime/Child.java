package dev.waggle.runtime;

import dev.waggle.runtime.protocol.FrameReader;
import dev.waggle.runtime.protocol.FrameWriter;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.ProtocolException;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker's process seen from outside: its messages in order, then its end with the reason.
 *
 * <p>Four threads of its own keep the caller from ever waiting on a pipe: one reads messages, one reads the log, one writes,
 * and one waits for the end of the process, cleans up after it and says why it ended.
 */
final class Child {
    /** Messages that may wait here: a worker that says more waits. */
    static final int QUEUED_MESSAGES = 1024;

    private static final int FULL_QUEUE_MILLIS = 20;
    private static final Duration DRAIN = Duration.ofMillis(500);
    private static final Duration SAMPLE = Duration.ofMillis(500);
    private static final int SIGNALLED = 128;
    private static final byte[] END_OF_INPUT = new byte[0];

    /** Something to look at: a message, or a mere knock. */
    sealed interface Event {
        /** A message of the worker. */
        record Said(FromWorker message) implements Event {}

        /** It is gone. */
        record Gone(WorkerFailure failure) implements Event {}

        /** Someone called {@link #knock}. */
        record Knocked() implements Event {}
    }

    private final Process process;
    private final PrivateFolder folder;
    private final List<MemoryUse> estimate;
    private final long memoryKillsBefore = OutOfMemoryKills.count();
    private final LogTail log;
    private final PeakMemory peak;
    private final Optional<ProcessStamp> stamp;
    private volatile @Nullable Serving serving;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(QUEUED_MESSAGES);
    private final BlockingQueue<byte[]> toWrite = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable WorkerFailure> cause = new AtomicReference<>();
    private final CompletableFuture<WorkerFailure> end = new CompletableFuture<>();

    /** The process that holds the model, where the child started one for that. */
    private record Serving(ProcessStamp stamp, PeakMemory peak) {}

    private Child(Process process, PrivateFolder folder, List<MemoryUse> estimate, LogTail log) {
        this.process = process;
        this.folder = folder;
        this.estimate = estimate;
        this.log = log;
        this.peak = new PeakMemory(process.pid());
        this.stamp = ProcessStamp.of(process.pid());
    }

    /**
     * Starts a process.
     *
     * @param parent where its private folder is made
     * @param estimate what it should take of each memory, to be told when it ran out of it
     */
    static Child start(Engine engine, Path parent, List<MemoryUse> estimate, WorkerLogs logs) throws IOException {
        PrivateFolder folder = PrivateFolder.in(parent);
        Process process;
        try {
            process = ChildCommand.of(engine, folder.path()).start();
        } catch (IOException e) {
            folder.remove();
            throw e;
        }
        Child child = new Child(process, folder, estimate, new LogTail(file(engine, process.pid(), logs)));
        Thread reader = child.thread("out", child::readMessages);
        Thread drain = child.thread("log", () -> child.log.drain(child.process.getErrorStream()));
        Thread writer = child.thread("in", child::writeMessages);
        child.thread("end", () -> child.awaitEnd(reader, drain, writer));
        child.noteProcesses();
        return child;
    }

    /** A log that can't be kept is no reason not to start. */
    private static @Nullable LogFile file(Engine engine, long pid, WorkerLogs logs) {
        try {
            return logs.open(engine, pid).orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /** Writes down which processes to end should the agent be gone: for its end only, so a failure is no failure here. */
    private void noteProcesses() {
        Serving other = serving;
        List<ProcessStamp> processes = Stream.concat(
                        stamp.stream(), Stream.ofNullable(other).map(Serving::stamp))
                .toList();
        try {
            folder.note(processes);
        } catch (IOException e) {
            log.note("the worker's processes could not be written down: " + e.getMessage());
        }
    }

    /** The child says which process holds the model; one that is not its own is not believed. */
    void servedBy(long pid) {
        Optional<ProcessStamp> other = ProcessStamp.of(pid);
        if (pid != pid() && other.isPresent() && other.get().descendsFrom(pid())) {
            serving = new Serving(other.get(), new PeakMemory(pid));
            noteProcesses();
        }
        samplePeak();
    }

    long servingPid() {
        Serving other = serving;
        return other == null ? pid() : other.stamp().pid();
    }

    /** The most memory its processes have had, as last seen; empty where the system can't tell. */
    OptionalLong peakBytes() {
        Serving other = serving;
        OptionalLong own = peak.last();
        OptionalLong others =
                other == null ? OptionalLong.empty() : other.peak().last();
        return own.isEmpty() ? others : OptionalLong.of(own.getAsLong() + others.orElse(0));
    }

    /** Looks how much memory its processes have had. */
    void samplePeak() {
        if (end.isDone()) {
            return;
        }
        if (stamp.filter(ProcessStamp::runs).isPresent()) {
            peak.read();
        }
        Serving other = serving;
        if (other != null && other.stamp().runs()) {
            other.peak().read();
        }
    }

    /** What to say of it when memory was wanting. */
    WorkerFailure.OutOfMemory outOfMemory() {
        return new WorkerFailure.OutOfMemory(estimate, peakBytes(), log());
    }

    /** Hears, once, why it is gone: on a thread of its own, or at once. */
    void whenGone(Consumer<WorkerFailure> heard) {
        CompletableFuture<Void> unused = end.thenAccept(heard);
    }

    private Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, "worker-" + process.pid() + "-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    long pid() {
        return process.pid();
    }

    String log() {
        return log.text();
    }

    /** Why it is gone, or null while it lives. */
    @Nullable
    WorkerFailure failure() {
        return end.getNow(null);
    }

    /** Sends a message, without waiting; to a worker that is gone it is lost. */
    void send(ToWorker message) throws IOException {
        toWrite.add(FrameWriter.line(message));
    }

    /** Lets a waiting {@link #next} return. */
    void knock() {
        events.offer(new Event.Knocked());
    }

    /** The next event, or null when there is none in time; once the worker is gone and all was read, {@code Gone}. */
    @Nullable
    Event next(Duration timeout) throws InterruptedException {
        Event event = events.poll();
        WorkerFailure failure = failure();
        if (event == null && failure == null) {
            event = events.poll(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
            failure = failure();
        }
        return event == null && failure != null ? new Event.Gone(failure) : event;
    }

    /** Ends it politely: end of input, after a while a request to end, after another a kill. Returns when it is gone. */
    WorkerFailure close(WorkerFailure why, Duration grace) {
        cause.compareAndSet(null, why);
        toWrite.clear();
        toWrite.add(END_OF_INPUT);
        if (!gone(grace)) {
            process.toHandle().destroy();
            if (!gone(grace)) {
                process.toHandle().destroyForcibly();
            }
        }
        return end.join();
    }

    /** Ends it: a request to end, after a while a kill; with no grace a kill at once. Returns when it is gone. */
    WorkerFailure kill(WorkerFailure why, Duration grace) {
        cause.compareAndSet(null, why);
        if (!grace.isZero()) {
            process.toHandle().destroy();
        }
        if (grace.isZero() || !gone(grace)) {
            process.toHandle().destroyForcibly();
        }
        return end.join();
    }

    private boolean gone(Duration within) {
        try {
            return process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void readMessages() {
        FrameReader<FromWorker> reader = new FrameReader<>(process.getInputStream(), FromWorker.class);
        String broken = "it closed its output and went on";
        try {
            for (FromWorker message = reader.read(); message != null; message = reader.read()) {
                queue(new Event.Said(message));
            }
        } catch (ProtocolException e) {
            broken = String.valueOf(e.getMessage());
        } catch (IOException e) {
            broken = "its output can't be read";
        } catch (InterruptedException e) {
            return;
        }
        if (!gone(DRAIN)) {
            cause.compareAndSet(null, new WorkerFailure.ProtocolBroken(broken, log()));
            process.toHandle().destroyForcibly();
        }
    }

    /** Waits while the queue is full, but not for a caller who has ended the worker: what it still says is dropped. */
    private void queue(Event event) throws InterruptedException {
        boolean queued = false;
        while (!queued && cause.get() == null) {
            queued = events.offer(event, FULL_QUEUE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void writeMessages() {
        OutputStream in = process.getOutputStream();
        try (in) {
            for (byte[] line = toWrite.take(); line.length > 0; line = toWrite.take()) {
                in.write(line);
                in.flush();
            }
        } catch (IOException | InterruptedException e) {
            // The reader and the waiter see why: the process is gone or about to be.
            toWrite.clear();
        }
    }

    /** Waits on this thread: {@code onExit} would need a thread of the common pool, which may have none to spare. */
    private int exitCode() {
        while (!gone(SAMPLE)) {
            samplePeak();
            if (Thread.interrupted()) {
                log.note("an interrupt of the thread that waits for the worker was ignored");
            }
        }
        return process.exitValue();
    }

    private static void join(Thread thread) {
        try {
            thread.join(DRAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd(Thread reader, Thread drain, Thread writer) {
        int exitCode = exitCode();
        Serving other = serving;
        if (other != null) {
            other.stamp().kill();
        }
        join(reader);
        join(drain);
        Optional<CrashReport> crash = CrashReport.in(folder.path());
        crash.ifPresent(report -> log.note(report.summary()));
        folder.remove();
        WorkerFailure known = cause.get();
        if (known instanceof WorkerFailure.ProtocolBroken && crash.isPresent()) {
            known = null; // the virtual machine prints its report to standard output too
        }
        int code = crash.map(report -> SIGNALLED + report.signal()).orElse(exitCode);
        end.complete(
                known != null
                        ? known
                        : ExitReason.of(code, log(), OutOfMemoryKills.count() > memoryKillsBefore, outOfMemory()));
        reader.interrupt();
        writer.interrupt();
        knock();
    }
}

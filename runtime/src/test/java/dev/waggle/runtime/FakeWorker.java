package dev.waggle.runtime;

import com.sun.jna.Pointer;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.EngineName;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.FrameReader;
import dev.waggle.runtime.protocol.FrameWriter;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.ToWorker;
import dev.waggle.runtime.protocol.Usage;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A worker process without an engine, that behaves or misbehaves in the way its argument names. */
public final class FakeWorker {
    static final EngineName NAME = new EngineName("fake", "1");

    /** What a measuring one says a model takes of the host. */
    public static final long HOST_BYTES = 100L << 20;

    /** What is free of its device. */
    public static final long DEVICE_FREE_BYTES = 1L << 30;

    private static final ToWorker END = new ToWorker.Cancel(-1);

    private final String way;
    private final FileOutputStream raw = new FileOutputStream(FileDescriptor.out);
    private final FrameWriter<FromWorker> out = new FrameWriter<>(raw);
    private final BlockingQueue<ToWorker> in = new LinkedBlockingQueue<>();
    private volatile long cancelled;

    private FakeWorker(String way) {
        this.way = way;
    }

    /** One that can't tell before what a model takes. */
    public static Engine that(String way) {
        return engine(way, false);
    }

    /** One that can. */
    public static Engine measuring(String way) {
        return engine(way, true);
    }

    private static Engine engine(String way, boolean measures) {
        return new Engine(
                NAME,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Xrs",
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:-CreateCoredumpOnCrash",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djna.tmpdir=" + Engine.FOLDER,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeWorker.class.getName(),
                        way,
                        Engine.FOLDER),
                Map.of(),
                measures);
    }

    public static void main(String[] args) throws Exception {
        new FakeWorker(args[0]).live();
    }

    private void live() throws Exception {
        Thread input = new Thread(this::readInput, "input");
        input.setDaemon(true);
        input.start();
        switch (way) {
            case "exits-at-once" -> Runtime.getRuntime().halt(7);
            case "garbage-first" -> print("hello\n");
            case "unknown-field" ->
                print("{\"type\":\"hello\",\"protocol\":1,\"engine\":{\"name\":\"fake\",\"version\":\"1\"},\"x\":1}\n");
            case "other-engine" -> out.write(new FromWorker.Hello(1, new EngineName("fake", "2")));
            case "floods-stderr" -> floodStderr();
            default -> out.write(new FromWorker.Hello(FromWorker.PROTOCOL, NAME));
        }
        beforeLoad();
        load();
        for (ToWorker message = in.take(); !message.equals(END); message = in.take()) {
            if (message instanceof ToWorker.Generate generate) {
                generate(generate.id());
            } else if (message instanceof ToWorker.Embed embed) {
                embed(embed);
            }
        }
        if (way.equals("ignores-end")) {
            Runtime.getRuntime().addShutdownHook(new Thread(FakeWorker::sleepLong));
            sleepLong();
        }
        Runtime.getRuntime().halt(0);
    }

    private void readInput() {
        FrameReader<ToWorker> reader = new FrameReader<>(new FileInputStream(FileDescriptor.in), ToWorker.class);
        try {
            for (ToWorker message = reader.read(); message != null; message = reader.read()) {
                if (message instanceof ToWorker.Cancel cancel) {
                    cancelled = cancel.id();
                } else {
                    in.add(message);
                }
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(65);
        }
        if (way.startsWith("streams") || way.equals("never-ready")) {
            Runtime.getRuntime().halt(0);
        }
        in.add(END);
    }

    /** Answers what may be asked before; at the end of the input nothing was loaded. */
    private void beforeLoad() throws Exception {
        for (ToWorker message = in.take(); !(message instanceof ToWorker.Load); message = in.take()) {
            if (message instanceof ToWorker.Measure) {
                out.write(new FromWorker.Measured(memory(), 2, 1));
            } else if (message instanceof ToWorker.ListDevices) {
                out.write(new FromWorker.Devices(devices()));
            } else {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    private List<MemoryUse> memory() {
        List<MemoryUse> memory = new ArrayList<>(List.of(new MemoryUse("host", HOST_BYTES - 3000, 2000, 1000, 0)));
        if (way.endsWith("on-device")) {
            memory.add(new MemoryUse("FAKE0", DEVICE_FREE_BYTES, way.startsWith("too-large") ? 1 : 0, 0, 0));
        }
        return memory;
    }

    private static List<EngineDevice> devices() {
        return List.of(
                new EngineDevice("CPU", "a processor", "cpu", "cpu", 1L << 32, 1L << 33),
                new EngineDevice("FAKE0", "a device", "fake", "gpu", DEVICE_FREE_BYTES, 2 * DEVICE_FREE_BYTES));
    }

    private void load() throws Exception {
        switch (way) {
            case "dies-loading" -> Runtime.getRuntime().halt(9);
            case "crashes-natively" -> new Pointer(16).getInt(0);
            case "never-ready" -> sleepLong();
            case "no-memory" -> {
                out.write(new FromWorker.Failed(LoadProblem.OUT_OF_MEMORY, "failed to allocate", null));
                Runtime.getRuntime().halt(1);
            }
            default -> out.write(new FromWorker.Loading(0.5));
        }
        long serving = ProcessHandle.current().pid();
        if (way.startsWith("serves-elsewhere")) {
            serving = new ProcessBuilder("sleep", "60").start().pid();
        } else if (way.equals("claims-its-agent")) {
            serving = ProcessHandle.current().parent().orElseThrow().pid();
        }
        out.write(new FromWorker.Ready(128, 1, serving, way.contains("device") ? memory() : List.of()));
    }

    private void embed(ToWorker.Embed embed) throws Exception {
        for (int i = 0; i < embed.inputs().size(); i++) {
            boolean lost = way.equals("forgets-one") && i == 1;
            if (!lost) {
                out.write(new FromWorker.Embedding(embed.id(), way.equals("repeats-one") ? 0 : i, List.of(0.6f, 0.8f)));
            }
        }
        out.write(new FromWorker.Done(embed.id(), FinishReason.STOP, new Usage(1, 0, 0, 0)));
    }

    private void generate(long id) throws Exception {
        out.write(new FromWorker.Started(id, 1));
        if (way.equals("gives-up")) {
            out.write(new FromWorker.Refused(id, "engine-error", "The engine gave up.", Map.of()));
            return;
        }
        out.write(new FromWorker.Token(id, "one "));
        if (way.startsWith("exits-")) {
            Runtime.getRuntime().halt(way.equals("exits-answering") ? 134 : Integer.parseInt(way.substring(6)));
        }
        switch (way) {
            case "hangs-answering", "ignores-end" -> sleepLong();
            case "garbage-answering" -> print("{\"type\":\"tok");
            case "long-line" -> print("x".repeat(2 << 20) + "\n");
            case "closes-stdout" -> {
                raw.close();
                sleepLong();
            }
            case "ignores-cancel" -> stream(id, Long.MAX_VALUE, 0);
            case "streams" -> stream(id, Long.MAX_VALUE, 5);
            case "streams-a-second" -> stream(id, 100, 10);
            case "wrong-id" -> out.write(new FromWorker.Token(id + 1, "two"));
            case "embeds-text" -> out.write(new FromWorker.Embedding(id, 0, List.of(1f)));
            case "heap" -> {
                System.err.println("java.lang.OutOfMemoryError: Java heap space");
                Runtime.getRuntime().halt(3);
            }
            default -> {}
        }
        if (way.equals("garbage-answering")) {
            sleepLong();
        }
        FinishReason reason = cancelled == id ? FinishReason.CANCELLED : FinishReason.STOP;
        out.write(new FromWorker.Done(id, reason, new Usage(1, 1, 0, 0)));
    }

    private void stream(long id, long tokens, int pauseMillis) throws Exception {
        for (long i = 0; i < tokens && (way.equals("ignores-cancel") || cancelled != id); i++) {
            out.write(new FromWorker.Token(id, "more "));
            if (pauseMillis > 0) {
                Thread.sleep(pauseMillis);
            }
        }
    }

    private static void floodStderr() {
        String line = "x".repeat(1023) + "\n";
        System.err.println("the first line");
        for (int i = 0; i < 10_000; i++) {
            System.err.print(line);
        }
        System.err.println("the last line");
        Runtime.getRuntime().halt(5);
    }

    private void print(String text) throws IOException {
        raw.write(text.getBytes(StandardCharsets.UTF_8));
        raw.flush();
    }

    private static void sleepLong() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

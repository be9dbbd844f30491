package dev.waggle.runtime;

import dev.waggle.runtime.protocol.EngineName;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.FrameReader;
import dev.waggle.runtime.protocol.FrameWriter;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.ToWorker;
import dev.waggle.runtime.protocol.Usage;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A worker process without an engine, that misbehaves in the way its argument names. */
final class FakeWorker {
    static final EngineName NAME = new EngineName("fake", "1");

    private final String way;
    private final FileOutputStream raw = new FileOutputStream(FileDescriptor.out);
    private final FrameWriter<FromWorker> out = new FrameWriter<>(raw);
    private final FrameReader<ToWorker> in = new FrameReader<>(new FileInputStream(FileDescriptor.in), ToWorker.class);

    private FakeWorker(String way) {
        this.way = way;
    }

    static Engine that(String way) {
        return new Engine(
                NAME,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeWorker.class.getName(),
                        way,
                        Engine.FOLDER),
                Map.of(),
                false);
    }

    public static void main(String[] args) throws Exception {
        new FakeWorker(args[0]).live();
    }

    private void live() throws Exception {
        switch (way) {
            case "exits-at-once" -> Runtime.getRuntime().halt(7);
            case "garbage-first" -> print("hello\n");
            case "unknown-field" ->
                print("{\"type\":\"hello\",\"protocol\":1,\"engine\":{\"name\":\"fake\",\"version\":\"1\"},\"x\":1}\n");
            case "other-engine" -> out.write(new FromWorker.Hello(1, new EngineName("fake", "2")));
            case "floods-stderr" -> floodStderr();
            default -> out.write(new FromWorker.Hello(FromWorker.PROTOCOL, NAME));
        }
        in.read();
        if (way.equals("dies-loading")) {
            Runtime.getRuntime().halt(9);
        }
        if (way.equals("never-ready")) {
            Thread.sleep(60_000);
        }
        out.write(new FromWorker.Loading(0.5));
        out.write(new FromWorker.Ready(128, 1, ProcessHandle.current().pid(), List.of()));
        for (ToWorker message = in.read(); message != null; message = in.read()) {
            if (message instanceof ToWorker.Generate generate) {
                generate(generate.id());
            }
        }
        if (way.equals("ignores-end")) {
            Runtime.getRuntime().addShutdownHook(new Thread(FakeWorker::sleepLong));
            sleepLong();
        }
        Runtime.getRuntime().halt(0);
    }

    private void generate(long id) throws Exception {
        out.write(new FromWorker.Started(id, 1));
        out.write(new FromWorker.Token(id, "one "));
        switch (way) {
            case "exits-answering" -> Runtime.getRuntime().halt(134);
            case "hangs-answering", "ignores-end" -> sleepLong();
            case "garbage-answering" -> print("{\"type\":\"tok");
            case "long-line" -> print("x".repeat(2 << 20) + "\n");
            case "closes-stdout" -> {
                raw.close();
                sleepLong();
            }
            case "ignores-cancel" -> stream(id);
            case "wrong-id" -> out.write(new FromWorker.Token(id + 1, "two"));
            case "heap" -> {
                System.err.println("java.lang.OutOfMemoryError: Java heap space");
                Runtime.getRuntime().halt(3);
            }
            default -> {}
        }
        if (way.equals("garbage-answering")) {
            sleepLong();
        }
        out.write(new FromWorker.Done(id, FinishReason.STOP, new Usage(1, 1, 0, 0)));
    }

    private void stream(long id) throws Exception {
        while (true) {
            out.write(new FromWorker.Token(id, "more "));
        }
    }

    private static void floodStderr() {
        String line = "x".repeat(1023) + "\n";
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

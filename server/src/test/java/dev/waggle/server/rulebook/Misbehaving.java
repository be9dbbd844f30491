package dev.waggle.server.rulebook;

import dev.waggle.rules.trial.TrialLines;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A process that is to try a book and does something else; what, stands in the book it is sent. */
final class Misbehaving {
    static final String WAY = "way";

    private Misbehaving() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(TrialLines.READY);
        int c;
        StringBuilder line = new StringBuilder();
        while ((c = System.in.read()) != '\n') line.append((char) c);
        act(TrialLines.bookOf(line.toString()).getOrDefault(WAY, ""));
    }

    /** Takes a second of processor time. */
    private static void work() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + 1_000_000_000;
        while (threads.getCurrentThreadCpuTime() < end) Thread.onSpinWait();
    }

    private static void act(String way) throws Exception {
        switch (way) {
            case "loop" -> {
                while (System.nanoTime() != 0) Thread.onSpinWait();
            }
            case "warm up first" -> {
                work();
                System.out.println(TrialLines.BEGUN);
                work();
                System.exit(1);
            }
            case "sleep" -> Thread.sleep(600_000);
            case "fill the heap" -> {
                List<byte[]> kept = new ArrayList<>();
                while (kept.size() < 100_000) kept.add(new byte[1 << 20]);
            }
            case "fill other memory" -> {
                List<java.nio.ByteBuffer> kept = new ArrayList<>();
                for (int i = 0; i < 90; i++)
                    kept.add(java.nio.ByteBuffer.allocateDirect(1 << 20).put(new byte[1 << 20]));
                Thread.sleep(600_000 + kept.size());
            }
            case "exit" -> {
                System.err.println("the last words");
                System.exit(7);
            }
            case "garbage" -> System.out.println("<html>");
            case "half" -> System.out.print("{\"errors\":[],");
            case "endless line" -> {
                while (true) System.out.print("x".repeat(4096));
            }
            case "environment" -> {
                System.err.print(new TreeMap<>(System.getenv()).keySet() + " in "
                        + Path.of("").toAbsolutePath() + " " + System.getProperty("java.io.tmpdir"));
                System.exit(1);
            }
            default -> throw new IllegalArgumentException(way);
        }
    }
}

package dev.waggle.rules.trial;

import dev.waggle.rules.drools.BookFolder;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that tries one book and ends. It first tries the shipped one, so that its classes are loaded and warm, says
 * that it is ready, and waits. The end of its input ends it at any moment: it never outlives whoever started it.
 */
public final class TrialProcess {
    private static final int MORE_WARM_UPS = 3;
    private static final long PATIENCE_MILLIS = 100;

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private TrialProcess() {}

    /** Runs it; arguments are not taken. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new TrialProcess().run(out);
        Runtime.getRuntime().halt(0);
    }

    private void run(PrintStream out) throws InterruptedException {
        Thread reader = new Thread(this::read, "input");
        reader.setDaemon(true);
        reader.start();
        TrialReport shipped = Trial.of(BookFolder.embeddedTexts());
        if (!shipped.passes()) throw new IllegalStateException("the shipped rule book does not pass: " + shipped);
        say(out, TrialLines.READY);
        Map<String, String> book = TrialLines.bookOf(book());
        say(out, TrialLines.BEGUN);
        say(out, TrialLines.report(Trial.of(book)));
    }

    /** What is to be tried. While nobody asks for anything, the process gets warmer: a fourth trial takes half as long as a second. */
    private String book() throws InterruptedException {
        for (int i = 0; i < MORE_WARM_UPS; i++) {
            String line = lines.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (line != null) return line;
            Trial.of(BookFolder.embeddedTexts());
        }
        return lines.take();
    }

    private static void say(PrintStream out, String line) {
        out.print(line + "\n");
        out.flush();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) lines.add(line);
        } catch (IOException e) {
            System.err.println("the input can't be read: " + e);
        }
        Runtime.getRuntime().halt(1);
    }
}

package dev.waggle.rules.trial;

import dev.waggle.rules.drools.BookFolder;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process that tries one book and ends. It first tries the shipped one, so that its classes are loaded and warm, says
 * that it is ready, and waits. The end of its input ends it at any moment: it never outlives whoever started it.
 */
public final class TrialProcess {
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
        TrialReport warmUp = Trial.of(BookFolder.embeddedTexts());
        if (!warmUp.passes()) throw new IllegalStateException("the shipped rule book does not pass: " + warmUp);
        say(out, TrialLines.READY);
        say(out, TrialLines.report(Trial.of(TrialLines.bookOf(lines.take()))));
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

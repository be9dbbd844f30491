package dev.waggle.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waggle.server.cli.WaggleCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;

/** Starts the command line. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. What it prints is UTF-8, whatever the locale. */
    public static void main(String[] arguments) {
        PrintWriter out =
                new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), UTF_8), true);
        PrintWriter err =
                new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), UTF_8), true);
        int code = WaggleCommand.run(out, err, arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }
}

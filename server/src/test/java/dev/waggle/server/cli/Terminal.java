package dev.waggle.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands and keeps what they print. */
final class Terminal {
    /** What a command answered. */
    record Answer(int exitCode, String out, String err) {}

    private Terminal() {}

    static Answer waggle(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) texts[i] = String.valueOf(arguments[i]);
        int exitCode = WaggleCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
        return new Answer(exitCode, out.toString(), err.toString());
    }
}

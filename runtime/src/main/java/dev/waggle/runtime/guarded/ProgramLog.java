package dev.waggle.runtime.guarded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a program says: handed on as it is, its last lines kept to find the reason of a failure in. */
public final class ProgramLog {
    private static final int MOST_LINES = 200;
    private static final int LONGEST_LINE = 1000;

    private final OutputStream to;
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();

    /** A log that is handed on to {@code to}. */
    public ProgramLog(OutputStream to) {
        this.to = to;
    }

    /** Reads to the end. */
    void drain(InputStream in) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                to.write(buffer, 0, n);
                to.flush();
                keep(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            keep("(the rest of the log can't be read)\n");
        }
    }

    private synchronized void keep(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                endLine();
            } else if (line.length() < LONGEST_LINE) {
                line.append(c);
            }
        }
    }

    private void endLine() {
        if (!line.toString().isBlank()) {
            lines.addLast(line.toString().strip());
            if (lines.size() > MOST_LINES) {
                lines.removeFirst();
            }
        }
        line.setLength(0);
    }

    /** The last {@value #MOST_LINES} lines that are not blank, oldest first, each cut at {@value #LONGEST_LINE} characters. */
    public synchronized List<String> lines() {
        if (line.length() > 0) {
            endLine();
        }
        return List.copyOf(lines);
    }
}

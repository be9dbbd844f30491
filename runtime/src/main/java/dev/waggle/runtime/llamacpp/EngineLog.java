package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the library says while it works: the only place where it tells why something failed.
 *
 * <p>Warnings and errors also go to the worker's own log. The library calls on the thread that called it.
 */
final class EngineLog implements Callbacks.Log {
    /** One line, with its level from 1 (debug) to 4 (error). */
    record Line(int level, String text) {}

    private static final int DEBUG = 1;
    private static final int WARNING = 3;
    private static final int ERROR = 4;
    private static final int CONTINUED = 5;
    private static final int MOST_LINES = 4_096;

    private static final Pattern ARCHITECTURE = Pattern.compile("unknown model architecture: '([^']*)'");
    private static final Pattern MEMORY = Pattern.compile("bad_alloc|failed to allocate|unable to allocate|"
            + "insufficient memory|[Cc]annot allocate memory|[Oo]ut ?[Oo]f ?(Device|Host)?[Mm]emory|out of memory");

    private final List<Line> lines = new ArrayList<>();
    private StringBuilder open = new StringBuilder();
    private int openLevel;

    @Override
    public void log(int level, Pointer text, @Nullable Pointer user) {
        if (level != CONTINUED) {
            openLevel = level;
        }
        if (openLevel > DEBUG) {
            take(openLevel, text.getString(0, StandardCharsets.UTF_8.name()));
        }
    }

    /** Forgets what was said. */
    void forget() {
        lines.clear();
        open = new StringBuilder();
    }

    /** Takes a part of a line, or several lines. */
    void take(int level, String part) {
        open.append(part);
        for (int end = open.indexOf("\n"); end >= 0; end = open.indexOf("\n")) {
            line(level, open.substring(0, end));
            open.delete(0, end + 1);
        }
    }

    private void line(int level, String text) {
        if (text.isBlank()) {
            return;
        }
        if (level >= WARNING) {
            System.err.println(text);
        }
        if (lines.size() < MOST_LINES) {
            lines.add(new Line(level, text));
        }
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The last error, or those words where there is none. */
    String lastError(String otherwise) {
        return errors().reduce((first, second) -> second).orElse(otherwise);
    }

    /**
     * Why nothing was loaded.
     *
     * @param otherwise the problem where no line tells a better one
     */
    LoadException whyNotLoaded(LoadProblem otherwise) {
        for (Line line : lines) {
            Matcher unknown = ARCHITECTURE.matcher(line.text());
            if (unknown.find()) {
                return LoadException.unknownArchitecture(unknown.group(1), line.text());
            }
            if (line.level() >= WARNING && MEMORY.matcher(line.text()).find()) {
                return new LoadException(LoadProblem.OUT_OF_MEMORY, line.text());
            }
        }
        return new LoadException(otherwise, errors().findFirst().orElse("llama.cpp gave no reason"));
    }

    private Stream<String> errors() {
        return lines.stream().filter(line -> line.level() == ERROR).map(Line::text);
    }
}

package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why {@code llama-server} ended while it loaded, by the lines of llama.cpp's log. */
final class LoadReason {
    private static final Pattern ARCHITECTURE = Pattern.compile("unknown model architecture: '([^']{0,100})'");
    private static final Pattern MEMORY =
            Pattern.compile("bad_alloc|failed to allocate|unable to allocate|[Cc]annot allocate memory|out of memory");
    private static final Pattern SETTINGS = Pattern.compile(
            "error: invalid argument|error while handling argument|[Uu]nsupported cache type|llama_init_from_model:"
                    + "|failed to create context|invalid device");
    private static final Pattern FILE =
            Pattern.compile("error loading model|gguf_init|failed to open GGUF|failed to load model");

    /** Time and level before a line, as in {@code 0.00.161.700 E llama_init_from_model: …}. */
    private static final Pattern PREFIX = Pattern.compile("^[\\d.]+ [A-Z] ");

    private LoadReason() {}

    static Optional<LoadException> of(List<String> logged) {
        List<String> lines = logged.stream()
                .map(line -> PREFIX.matcher(line).replaceFirst("").strip())
                .toList();
        for (String line : lines) {
            Matcher unknown = ARCHITECTURE.matcher(line);
            if (unknown.find()) {
                return Optional.of(LoadException.unknownArchitecture(unknown.group(1), line));
            }
        }
        return first(lines, MEMORY, LoadProblem.OUT_OF_MEMORY)
                .or(() -> first(lines, SETTINGS, LoadProblem.UNSUPPORTED_SETTINGS))
                .or(() -> first(lines, FILE, LoadProblem.BAD_FILE));
    }

    private static Optional<LoadException> first(List<String> lines, Pattern pattern, LoadProblem problem) {
        return lines.stream()
                .filter(line -> pattern.matcher(line).find())
                .findFirst()
                .map(line -> new LoadException(problem, line));
    }
}

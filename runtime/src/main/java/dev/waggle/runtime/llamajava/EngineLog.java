package dev.waggle.runtime.llamajava;

import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * llama.cpp's own log of a load: the only place where the library says why it failed and what the model brings.
 *
 * <p>It is written by a thread of the library, so its last lines may come a moment after the call returned.
 */
final class EngineLog {
    private static final int PATIENCE_MILLIS = 500;
    private static final int STEP_MILLIS = 10;
    private static final Pattern ARCHITECTURE = Pattern.compile("unknown model architecture: '([^']*)'");
    private static final Pattern MEMORY =
            Pattern.compile("bad_alloc|failed to allocate|unable to allocate|[Cc]annot allocate memory|out of memory");
    private static final Pattern REASON =
            Pattern.compile("error loading model|llama_init_from_model:|gguf_init|^error");
    private static final Pattern LAST = Pattern.compile("load_model: failed to load model");
    private static final Pattern LOADED = Pattern.compile("loadModel: chat template");

    private final Path path;

    EngineLog(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Whether the loaded model brings a chat template of its own. */
    boolean hasChatTemplate() {
        return lines(LOADED).stream().anyMatch(line -> line.contains("tokenizer.chat_template"));
    }

    /** Why the model was not loaded. */
    LoadException whyNotLoaded() {
        List<String> lines = lines(LAST);
        String reason = lines.stream()
                .filter(line -> REASON.matcher(line).find())
                .findFirst()
                .orElse("llama.cpp gave no reason");
        for (String line : lines) {
            Matcher unknown = ARCHITECTURE.matcher(line);
            if (unknown.find()) {
                return LoadException.unknownArchitecture(unknown.group(1), line);
            }
            if (MEMORY.matcher(line).find()) {
                return new LoadException(LoadProblem.OUT_OF_MEMORY, line);
            }
        }
        return new LoadException(problem(reason), reason);
    }

    /** Drops what was logged, so that a long-lived worker does not fill the disk. */
    void forget() {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(0);
        } catch (IOException e) {
            System.err.println("worker: the engine's log can't be emptied: " + e.getMessage());
        }
    }

    private static LoadProblem problem(String reason) {
        return reason.contains("llama_init_from_model") ? LoadProblem.UNSUPPORTED_SETTINGS : LoadProblem.BAD_FILE;
    }

    private List<String> lines(Pattern last) {
        List<String> lines = read();
        for (int waited = 0;
                waited < PATIENCE_MILLIS
                        && lines.stream().noneMatch(line -> last.matcher(line).find()); ) {
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return lines;
            }
            waited += STEP_MILLIS;
            lines = read();
        }
        return lines;
    }

    private List<String> read() {
        try {
            return Files.exists(path)
                    ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}

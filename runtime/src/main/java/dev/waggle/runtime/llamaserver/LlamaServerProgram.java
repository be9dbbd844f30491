package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.guarded.OnPath;
import dev.waggle.runtime.guarded.Probe;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.EngineName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A {@code llama-server} that is installed here, and what it says of itself.
 *
 * @param file the program, an absolute path
 * @param engine {@code llama.cpp} and the version it says: {@code 0.5.0}, or a build such as {@code b6500} before there were
 *     versions
 * @param devices what {@code --list-devices} tells, the processor left out; sizes are in whole MiB
 * @param options the options {@code --help} lists, such as {@code --ctx-size}
 */
public record LlamaServerProgram(Path file, EngineName engine, List<EngineDevice> devices, Set<String> options) {
    /** The program's name. */
    public static final String NAME = "llama-server";

    /** A first start of a program that brings a driver with it may take a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    public LlamaServerProgram {
        devices = List.copyOf(devices);
        options = Set.copyOf(options);
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("the program's path is not absolute: " + file);
        }
    }

    /** What came of looking for one. */
    public sealed interface Search {
        /**
         * It is there and can be used.
         *
         * @param program what it says of itself
         */
        record Found(LlamaServerProgram program) implements Search {}

        /**
         * There is none.
         *
         * @param message where it was looked for
         */
        record Missing(String message) implements Search {}

        /**
         * It is there and can't be used.
         *
         * @param file the program
         * @param message what it did, and what to do about it
         */
        record Unusable(Path file, String message) implements Search {}
    }

    /** Looks on {@code PATH}. */
    public static Search find() {
        return OnPath.find(NAME)
                .map(LlamaServerProgram::at)
                .orElseGet(() -> new Search.Missing("There is no " + NAME + " on PATH"));
    }

    /** Looks at one place. */
    public static Search at(Path file) {
        return at(file, PATIENCE);
    }

    static Search at(Path file, Duration patience) {
        if (!file.isAbsolute()) {
            return new Search.Missing("The path of " + NAME + " must be absolute, and is " + file);
        }
        if (!Files.isRegularFile(file)) {
            return new Search.Missing("There is no file " + file);
        }
        if (!Files.isExecutable(file)) {
            return new Search.Unusable(file, file + " may not be run: make it executable");
        }
        try {
            EngineName engine = SaidOfItself.version(ask(file, "--version", patience));
            Set<String> options = SaidOfItself.options(ask(file, "--help", patience));
            Set<String> missing = new TreeSet<>(LlamaServerFlags.NEEDED);
            missing.removeAll(options);
            if (!missing.isEmpty()) {
                return new Search.Unusable(
                        file,
                        file + " is version " + engine.version() + " and lacks " + missing + ": a newer one is needed");
            }
            List<EngineDevice> devices = devices(file, patience);
            return new Search.Found(new LlamaServerProgram(file, engine, devices, options));
        } catch (UnusableException e) {
            return new Search.Unusable(file, file + " " + e.getMessage());
        }
    }

    /** What the program says of the devices now. */
    static List<EngineDevice> devices(Path file) throws UnusableException {
        return devices(file, PATIENCE);
    }

    private static List<EngineDevice> devices(Path file, Duration patience) throws UnusableException {
        return SaidOfItself.devices(ask(file, "--list-devices", patience));
    }

    private static String ask(Path file, String option, Duration patience) throws UnusableException {
        Probe.Answer answer = Probe.ask(List.of(file.toString(), option), patience);
        if (answer instanceof Probe.Answer.Said said) {
            if (said.exitCode() == 0) {
                return said.text();
            }
            throw new UnusableException("answers " + option + " with exit code " + said.exitCode()
                    + lastLine(said.text()).map(line -> ": " + line).orElse(""));
        } else if (answer instanceof Probe.Answer.TooSlow slow) {
            throw new UnusableException(
                    "did not answer " + option + " within " + slow.limit().toMillis() + " ms");
        }
        throw new UnusableException("can't be started: " + ((Probe.Answer.NotStarted) answer).reason());
    }

    private static Optional<String> lastLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((first, second) -> second);
    }
}

package dev.waggle.runtime.llamajava;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.kherud.llama.LlamaModel;
import dev.waggle.runtime.Engine;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The llama.cpp engine of {@code de.kherud:llama}: llama.cpp b4916 on the processor, in a Java process of its own. */
public final class LlamaJavaEngine {
    private static final String ARCHITECTURES = "architectures.txt";

    private LlamaJavaEngine() {}

    /** The engine on the Java that runs now, from the class path that runs now. */
    public static Engine here() {
        return of(Path.of(System.getProperty("java.home"), "bin", "java"), classPath());
    }

    /**
     * The engine on a Java of the caller's choice.
     *
     * @param java the program, of version 17 or later
     * @param classPath where this module, Jackson and {@code de.kherud:llama} are
     */
    public static Engine of(Path java, List<Path> classPath) {
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options());
        command.addAll(List.of("-cp", path, LlamaJavaWorker.class.getName()));
        return new Engine(LlamaJavaWorker.NAME, command, Map.of(), false);
    }

    /**
     * A small heap, for the model is not on it; signals, crashes and a full heap end the process at once; nothing is
     * printed to standard output or written outside the private folder.
     */
    private static List<String> options() {
        return List.of(
                "-Xmx256m",
                "-Xrs",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-Djava.io.tmpdir=" + Engine.FOLDER,
                "-Dde.kherud.llama.tmpdir=" + Engine.FOLDER,
                "--enable-native-access=ALL-UNNAMED");
    }

    private static List<Path> classPath() {
        return Stream.of(
                        LlamaJavaEngine.class,
                        LlamaModel.class,
                        ObjectMapper.class,
                        JsonFactory.class,
                        JsonProperty.class,
                        NullMarked.class)
                .map(LlamaJavaEngine::place)
                .distinct()
                .toList();
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + type + " is no path", e);
        }
    }

    /** The model architectures it knows. */
    public static Set<String> architectures() {
        try (InputStream in = LlamaJavaEngine.class.getResourceAsStream(ARCHITECTURES)) {
            if (in == null) {
                throw new IllegalStateException(ARCHITECTURES + " is not in the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new IllegalStateException(ARCHITECTURES + " can't be read", e);
        }
    }
}

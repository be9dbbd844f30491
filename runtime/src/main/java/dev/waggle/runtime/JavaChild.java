package dev.waggle.runtime;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A worker that is a Java process of its own: which Java runs it, and from which places its classes come.
 *
 * @param java the program, of version 17 or later
 * @param classPath where the worker's classes are: jars and folders
 */
public record JavaChild(Path java, List<Path> classPath) {
    /**
     * A small heap, for the model is not on it; signals, crashes and a full heap end the process at once; nothing is
     * printed to standard output or written outside the private folder.
     */
    private static final List<String> OPTIONS = List.of(
            "-Xmx256m",
            "-Xrs",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-CreateCoredumpOnCrash",
            "-Djava.io.tmpdir=" + Engine.FOLDER,
            "--enable-native-access=ALL-UNNAMED");

    public JavaChild {
        classPath = List.copyOf(classPath);
    }

    /** The Java that runs now, with the places that these classes come from now. */
    public static JavaChild here(Class<?>... classes) {
        return new JavaChild(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Stream.of(classes).map(JavaChild::place).distinct().toList());
    }

    /**
     * The command that starts it.
     *
     * @param options more options of the Java program; {@value Engine#FOLDER} in one stands for the private folder
     * @param main the class to run
     * @param arguments what it is given
     */
    public List<String> command(List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(
                List.of("-cp", classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
        command.add(main.getName());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + type + " is no path", e);
        }
    }
}

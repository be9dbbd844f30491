package dev.waggle.runtime.llamacpp;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one package of llama.cpp's libraries.
 *
 * <p>A file's name carries the build and the version: {@code libllama.so}, {@code libllama.vulkan.v0.5.0.so},
 * {@code libllama.metal.v0.4.0.dylib}, {@code llama.v0.4.0.dll}.
 *
 * @param path the folder
 */
record LibraryFolder(Path path) {
    private static final String ENDING = "(\\.\\w+)?(\\.v[\\d.]+)?\\.(so|dylib|dll)";

    /** The file of that library. */
    Optional<Path> file(String name) throws LoadException {
        Pattern pattern = Pattern.compile("(lib)?" + Pattern.quote(name) + ENDING);
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file ->
                            pattern.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new LoadException(
                    LoadProblem.OTHER,
                    "The folder of llama.cpp's libraries can't be read: " + path + ". Install the engine again.");
        }
    }

    /** Opens a library. */
    <T extends Library> T open(String name, Class<T> functions) throws LoadException {
        Path file = file(name)
                .orElseThrow(() -> new LoadException(
                        LoadProblem.OTHER,
                        "There is no " + name + " library in " + path + ". Install the engine again."));
        try {
            return Native.load(file.toString(), functions, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
        } catch (LinkageError e) {
            throw new LoadException(
                    LoadProblem.OTHER,
                    "The library " + file + " can't be opened: " + oneLine(e) + ". Install the engine again.");
        }
    }

    /**
     * Why a backend is not there. The library skips a backend it can't open without a word, so it is opened here once more.
     *
     * @param backend {@code cuda}, {@code vulkan} or {@code metal}
     */
    String whyMissing(String backend) throws LoadException {
        Optional<Path> file = file("ggml-" + backend);
        if (file.isEmpty()) {
            return "the package in " + path + " has no " + backend + " backend; install the engine's package for it";
        }
        try {
            NativeLibrary.getInstance(file.get().toString());
        } catch (UnsatisfiedLinkError e) {
            return file.get() + " can't be opened: " + oneLine(e) + "; install the driver that brings it";
        }
        return "the " + backend + " driver has no device, or none this build can use";
    }

    /** The loader's own line: JNA puts one of its own before it. */
    private static String oneLine(LinkageError e) {
        List<String> lines = String.valueOf(e.getMessage()).lines().toList();
        return lines.get(Math.min(1, lines.size() - 1)).strip();
    }
}

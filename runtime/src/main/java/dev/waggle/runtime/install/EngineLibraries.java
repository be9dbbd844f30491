package dev.waggle.runtime.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The libraries without which llama.cpp does not start, as the packages of 3.21.1 and 3.22.1 name them. */
final class EngineLibraries {
    private static final String START = "(lib)?";
    private static final String END = "\\.(so|dylib|dll)";

    private EngineLibraries() {}

    /** Those that are not in the folder; empty when it is complete. */
    static List<String> missing(Path folder, NpmPackage npmPackage) {
        List<String> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            files = List.of();
        }
        List<String> present = files;
        return needed(npmPackage).entrySet().stream()
                .filter(library -> present.stream()
                        .noneMatch(file -> library.getValue().matcher(file).matches()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Pattern> needed(NpmPackage npmPackage) {
        Map<String, Pattern> needed = new LinkedHashMap<>();
        needed.put("llama", library("llama(\\.[a-z]+)?\\.v[0-9.]+"));
        needed.put("ggml", library("ggml(\\.[a-z]+)?\\.v[0-9.]+"));
        needed.put("ggml-base", library("ggml-base"));
        needed.put("ggml-cpu", library("ggml-cpu(-[a-z0-9_]+)?"));
        String backend = npmPackage.backend();
        if (!backend.isEmpty()) {
            needed.put("ggml-" + backend, library("ggml-" + Pattern.quote(backend)));
        }
        return needed;
    }

    private static Pattern library(String name) {
        return Pattern.compile(START + name + END);
    }
}

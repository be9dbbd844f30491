package dev.waggle.runtime.llamacpp;

import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * llama.cpp's libraries, opened and checked.
 *
 * @param folder where they are
 * @param base the library {@code ggml-base}
 * @param ggml the library {@code ggml}
 * @param api the library {@code llama}
 * @param log what they say
 * @param version such as {@code 0.5.0}
 */
record Llama(LibraryFolder folder, GgmlBaseApi base, GgmlApi ggml, LlamaApi api, EngineLog log, String version) {
    /** The versions whose structures and functions are the ones declared here. */
    static final List<String> VERSIONS = List.of("0.4.0", "0.5.0");

    /**
     * Opens the libraries, but no backend yet.
     *
     * @param path the folder of a package
     * @param version the version it should be
     * @throws LoadException when a library is missing or damaged, or of another version
     */
    static Llama open(Path path, String version) throws LoadException {
        LibraryFolder folder = new LibraryFolder(real(path));
        GgmlBaseApi base = folder.open("ggml-base", GgmlBaseApi.class);
        GgmlApi ggml = folder.open("ggml", GgmlApi.class);
        LlamaApi api = folder.open("llama", LlamaApi.class);
        try {
            Llama llama = new Llama(folder, base, ggml, api, new EngineLog(), checked(api, folder, version));
            api.llama_log_set(llama.log, null);
            return llama;
        } catch (UnsatisfiedLinkError e) {
            throw otherVersion(folder, "one without a version", version);
        }
    }

    /** Opens the backends in the folder: the best of its processor builds, and those whose drivers are there. */
    Llama withBackends() {
        ggml.ggml_backend_load_all_from_path(folder.path().toString());
        api.llama_backend_init();
        return this;
    }

    private static Path real(Path path) throws LoadException {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new LoadException(
                    LoadProblem.OTHER,
                    "The folder of llama.cpp's libraries is not there: " + path + ". Install the engine again.");
        }
    }

    /**
     * The version. A structure that is laid out otherwise would not fail but write into foreign memory, so known defaults are
     * looked for in their places, too.
     */
    private static String checked(LlamaApi api, LibraryFolder folder, String wanted) throws LoadException {
        String found = api.llama_version();
        String version = found.replaceFirst("-.*", "");
        if (!version.equals(wanted) || !VERSIONS.contains(version)) {
            throw otherVersion(folder, found, wanted);
        }
        if (!api.llama_model_default_params().areTheDefaults()
                || !api.llama_context_default_params().areTheDefaults()
                || new Batch(1).size() != Batch.BYTES) {
            throw new LoadException(
                    LoadProblem.OTHER,
                    "The library in " + folder.path() + " says it is llama.cpp " + found
                            + ", but its structures differ from that version's. Install the engine again.");
        }
        return version;
    }

    private static LoadException otherVersion(LibraryFolder folder, String found, String wanted) {
        return new LoadException(
                LoadProblem.OTHER,
                "The library in " + folder.path() + " is llama.cpp " + found + ", not " + wanted
                        + "; this worker knows " + String.join(" and ", VERSIONS)
                        + ". Install the version that was planned.");
    }
}

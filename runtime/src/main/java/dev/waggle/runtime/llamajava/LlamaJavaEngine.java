package dev.waggle.runtime.llamajava;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.kherud.llama.LlamaModel;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.JavaChild;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** The llama.cpp engine of {@code de.kherud:llama}: llama.cpp b4916 on the processor, in a Java process of its own. */
public final class LlamaJavaEngine {
    private LlamaJavaEngine() {}

    /** The engine on the Java that runs now, from the class path that runs now. */
    public static Engine here() {
        return of(JavaChild.here(
                LlamaJavaEngine.class,
                LlamaModel.class,
                ObjectMapper.class,
                JsonFactory.class,
                JsonProperty.class,
                NullMarked.class));
    }

    /**
     * The engine on a Java of the caller's choice.
     *
     * @param java the program, of version 17 or later
     * @param classPath where this module, Jackson and {@code de.kherud:llama} are
     */
    public static Engine of(Path java, List<Path> classPath) {
        return of(new JavaChild(java, classPath));
    }

    private static Engine of(JavaChild child) {
        List<String> command =
                child.command(List.of("-Dde.kherud.llama.tmpdir=" + Engine.FOLDER), LlamaJavaWorker.class, List.of());
        return new Engine(LlamaJavaWorker.NAME, command, Map.of(), false);
    }
}

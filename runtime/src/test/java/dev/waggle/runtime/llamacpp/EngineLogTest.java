package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reasons as llama.cpp 0.5.0 gives them. */
class EngineLogTest {
    private static final int INFO = 2;
    private static final int ERROR = 4;

    private static EngineLog log(String... errors) {
        EngineLog log = new EngineLog();
        log.take(INFO, "llama_model_loader: loaded meta data\n");
        for (String error : errors) {
            log.take(ERROR, error + "\n");
        }
        return log;
    }

    @Test
    void reason_isTheFirstError() {
        LoadException why = log("gguf_init: invalid magic characters", "failed to load model")
                .whyNotLoaded(LoadProblem.BAD_FILE);
        assertThat(why).hasMessage("gguf_init: invalid magic characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ggml_aligned_malloc: insufficient memory (attempted to allocate 953674.32 MB)",
                "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 80000.00 MiB on device 0: cudaMalloc failed: out of memory",
                "ggml_vulkan: Device memory allocation of size 1073741824 failed. ErrorOutOfDeviceMemory",
                "alloc_tensor_range: failed to allocate Vulkan0 buffer of size 1073741824",
                "llama_init_from_model: failed to initialize the context: failed to allocate compute pp buffers",
            })
    void memory_thatCouldNotBeHad_isOutOfMemory(String line) {
        assertThat(log("something before", line).whyNotLoaded(LoadProblem.BAD_FILE))
                .hasMessage(line)
                .extracting("problem")
                .isEqualTo(LoadProblem.OUT_OF_MEMORY);
    }

    @Test
    void lines_inParts_arePutTogether() {
        EngineLog log = new EngineLog();
        log.take(INFO, "one ");
        log.take(INFO, "line\nand ");
        log.take(INFO, "another\n");
        assertThat(log.lines()).extracting(EngineLog.Line::text).containsExactly("one line", "and another");
    }
}

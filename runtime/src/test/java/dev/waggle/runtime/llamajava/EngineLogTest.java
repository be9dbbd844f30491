package dev.waggle.runtime.llamajava;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.child.LoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as llama.cpp b4916 wrote them. */
class EngineLogTest {
    private static final String LAST = "srv    load_model: failed to load model, 'm.gguf'\n";

    @TempDir
    Path folder;

    private EngineLog log(String lines) throws Exception {
        return new EngineLog(Files.writeString(folder.resolve("engine.log"), lines));
    }

    private LoadException why(String line) throws Exception {
        return log("print_info: arch = x\n" + line + "\nllama_model_load_from_file_impl: failed to load model\n" + LAST)
                .whyNotLoaded();
    }

    @Test
    void log_ofATruncatedFile_givesTheEnginesLine() throws Exception {
        String line =
                "llama_model_load: error loading model: tensor 'blk.0.ffn_gate.weight' data is not within the file"
                        + " bounds, model is corrupted or incomplete";
        assertThat(why(line)).hasMessage(line);
    }

    @Test
    void log_ofATooLargeContext_namesTheMemory() throws Exception {
        assertThat(why("llama_init_from_model: failed to initialize the context: std::bad_alloc"))
                .hasMessageContaining("bad_alloc");
    }

    @Test
    void log_withoutAReason_saysSo() throws Exception {
        assertThat(why("nothing")).hasMessage("llama.cpp gave no reason");
    }

    @Test
    void log_ofALoad_tellsWhetherThereIsATemplate() throws Exception {
        String loaded = "LlamaModel_loadModel: chat template, chat_template: x\n";
        String line = "llama_model_loader: - kv  17: tokenizer.chat_template str = x\n";
        assertThat(log(line + loaded).hasChatTemplate()).isTrue();
        assertThat(log(loaded).hasChatTemplate()).isFalse();
    }

    @Test
    void log_forgotten_isEmpty() throws Exception {
        EngineLog log = log(LAST);
        log.forget();
        assertThat(log.path()).isEmptyFile();
    }
}

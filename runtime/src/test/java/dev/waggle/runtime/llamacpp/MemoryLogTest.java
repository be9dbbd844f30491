package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.protocol.MemoryUse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as llama.cpp 0.5.0 writes them. */
class MemoryLogTest {
    private static final long MIB = 1 << 20;

    private static List<MemoryUse> read(String log) {
        List<EngineLog.Line> lines =
                log.lines().map(line -> new EngineLog.Line(2, line)).toList();
        return MemoryLog.read(lines, new MemorySum(List.of("CUDA0")));
    }

    @Test
    void loadedModel_isReadBufferByBuffer() {
        assertThat(read("""
                        load_tensors:   CPU_Mapped model buffer size =   102.50 MiB
                        load_tensors:        CUDA0 model buffer size =   400.25 MiB
                        llama_context:        CPU  output buffer size =     0.03 MiB
                        llama_kv_cache:        CPU KV buffer size =    16.00 MiB
                        llama_kv_cache:      CUDA0 KV buffer size =    48.00 MiB
                        llama_kv_cache: size =   64.00 MiB (  2048 cells,   4 layers,  1/1 seqs), K (f16):   32.00 MiB
                        llama_context:      CUDA0 compute buffer size =    12.00 MiB
                        llama_context:  CUDA_Host compute buffer size =     1.50 MiB
                        """))
                .containsExactly(
                        new MemoryUse("CUDA0", 400 * MIB + MIB / 4, 48 * MIB, 12 * MIB, 5243),
                        new MemoryUse("host", 102 * MIB + MIB / 2, 16 * MIB, MIB + MIB / 2, 5243));
    }
}

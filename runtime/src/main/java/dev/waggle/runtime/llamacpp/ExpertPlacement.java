package dev.waggle.runtime.llamacpp;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.util.List;

/** Keeps the experts of the first layers in the host's memory, as llama.cpp's {@code --n-cpu-moe} does (common/common.h). */
final class ExpertPlacement {
    private static final String EXPERTS = "\\.ffn_(up|down|gate|gate_up)_(ch|)exps";
    private static final long ENTRY_BYTES = 2L * Native.POINTER_SIZE;

    private ExpertPlacement() {}

    /** The pattern of one layer's expert tensors. */
    static String pattern(int layer) {
        return "blk\\." + layer + EXPERTS;
    }

    /** Pairs of a pattern and the host's buffer type, ended by an empty one. */
    static Memory onHost(GgmlBaseApi base, int layers, List<Object> kept) {
        Memory list = new Memory((layers + 1L) * ENTRY_BYTES);
        list.clear();
        for (int layer = 0; layer < layers; layer++) {
            Memory pattern = OpenModel.text(pattern(layer));
            kept.add(pattern);
            list.setPointer(layer * ENTRY_BYTES, pattern);
            list.setPointer(layer * ENTRY_BYTES + Native.POINTER_SIZE, base.ggml_backend_cpu_buffer_type());
        }
        return list;
    }
}

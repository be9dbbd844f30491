package dev.waggle.runtime.llamacpp;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.MemoryUse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model takes of each memory, by the library's own count.
 *
 * <p>The library tells it to the byte by a C++ function that returns a {@code std::map} from buffer types to three sizes
 * (src/llama-ext.h). With GNU's library that map is read in place; elsewhere the
 * sizes are taken from the log, which has them once the model is loaded, but not where it is only laid out.
 */
final class MemoryReader {
    private static final String FUNCTION = "_Z26llama_get_memory_breakdownPK13llama_context";
    private static final int LEFT = 16;
    private static final int RIGHT = 24;
    private static final int BUFFER_TYPE = 32;
    private static final int MODEL = 40;
    private static final int CONTEXT = 48;
    private static final int COMPUTE = 56;

    private final GgmlBaseApi base;
    private final MemorySum sum;

    private MemoryReader(GgmlBaseApi base, MemorySum sum) {
        this.base = base;
        this.sum = sum;
    }

    /**
     * The memories, devices first, the host last.
     *
     * @param dry whether nothing was allocated
     * @throws LoadException when that can't be told
     */
    static List<MemoryUse> of(Llama llama, Pointer context, List<NativeDevice> devices, boolean dry)
            throws LoadException {
        MemorySum sum = new MemorySum(
                devices.stream().map(device -> device.facts().name()).toList());
        Optional<Function> function = function(llama);
        if (function.isEmpty()) {
            if (dry) {
                throw new LoadException(
                        LoadProblem.UNSUPPORTED_SETTINGS,
                        "This build of the library can't tell without loading the model");
            }
            return MemoryLog.read(llama.log().lines(), sum);
        }
        BufferMap map = (BufferMap) function.get().invoke(BufferMap.class, new Object[] {context});
        new MemoryReader(llama.base(), sum).addAll(map.root);
        return sum.uses(0);
    }

    private static Optional<Function> function(Llama llama) throws LoadException {
        Optional<Path> file = Platform.isLinux() ? llama.folder().file("llama") : Optional.empty();
        try {
            return file.map(path -> NativeLibrary.getInstance(path.toString()).getFunction(FUNCTION));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    private void addAll(@Nullable Pointer node) {
        if (node == null) {
            return;
        }
        addAll(node.getPointer(LEFT));
        sum.add(
                memory(node.getPointer(BUFFER_TYPE)),
                node.getLong(MODEL),
                node.getLong(CONTEXT),
                node.getLong(COMPUTE));
        addAll(node.getPointer(RIGHT));
    }

    private String memory(Pointer bufferType) {
        Pointer device = base.ggml_backend_buft_get_device(bufferType);
        return base.ggml_backend_buft_is_host(bufferType) != 0 || device == null
                ? MemoryUse.HOST
                : base.ggml_backend_dev_name(device);
    }
}

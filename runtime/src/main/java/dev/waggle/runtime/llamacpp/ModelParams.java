package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/** {@code llama_model_params}, 80 bytes. A C bool is a byte: JNA's boolean would be four. */
@FieldOrder({
    "devices",
    "tensor_buft_overrides",
    "n_gpu_layers",
    "split_mode",
    "load_mode",
    "lazy_mode",
    "main_gpu",
    "tensor_split",
    "progress_callback",
    "progress_callback_user_data",
    "kv_overrides",
    "vocab_only",
    "check_tensors",
    "use_extra_bufts",
    "no_host",
    "no_alloc",
    "load_mtp"
})
public final class ModelParams extends Structure implements Structure.ByValue {
    static final int BYTES = 80;
    static final int LOAD_MODE_NONE = 0;

    /** Devices up to a null; null = all there are, none before the null = the processor only. */
    public @Nullable Pointer devices;

    public @Nullable Pointer tensor_buft_overrides;
    public int n_gpu_layers;
    public int split_mode;
    public int load_mode;
    public int lazy_mode;
    public int main_gpu;
    public @Nullable Pointer tensor_split;
    public Callbacks.@Nullable Progress progress_callback;
    public @Nullable Pointer progress_callback_user_data;
    public @Nullable Pointer kv_overrides;
    public byte vocab_only;
    public byte check_tensors;
    public byte use_extra_bufts;
    public byte no_host;
    public byte no_alloc;
    public byte load_mtp;

    /** Whether the values the library gives by default stand where they should. */
    boolean areTheDefaults() {
        return size() == BYTES
                && devices == null
                && tensor_buft_overrides == null
                && n_gpu_layers == -1
                && split_mode == 1
                && load_mode == -1
                && lazy_mode == 1
                && main_gpu == 0
                && progress_callback == null
                && use_extra_bufts == 1
                && vocab_only + check_tensors + no_host + no_alloc + load_mtp == 0;
    }
}

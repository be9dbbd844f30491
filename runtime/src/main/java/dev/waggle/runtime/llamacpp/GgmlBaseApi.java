package dev.waggle.runtime.llamacpp;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import org.jspecify.annotations.Nullable;

/** The functions of {@code ggml-base} that are used (ggml/include/ggml-backend.h). */
interface GgmlBaseApi extends Library {
    int DEVICE_CPU = 0;
    int DEVICE_GPU = 1;
    int DEVICE_INTEGRATED_GPU = 2;

    String ggml_backend_dev_name(Pointer device);

    String ggml_backend_dev_description(Pointer device);

    int ggml_backend_dev_type(Pointer device);

    void ggml_backend_dev_memory(Pointer device, LongByReference free, LongByReference total);

    Pointer ggml_backend_dev_backend_reg(Pointer device);

    String ggml_backend_reg_name(Pointer backend);

    byte ggml_backend_buft_is_host(Pointer bufferType);

    @Nullable
    Pointer ggml_backend_buft_get_device(Pointer bufferType);

    Pointer ggml_backend_cpu_buffer_type();
}

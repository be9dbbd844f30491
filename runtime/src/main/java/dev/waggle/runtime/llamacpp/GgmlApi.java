package dev.waggle.runtime.llamacpp;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** The functions of {@code ggml} that are used: its registry of backends and devices (ggml/include/ggml-backend.h). */
interface GgmlApi extends Library {
    void ggml_backend_load_all_from_path(String folder);

    long ggml_backend_reg_count();

    Pointer ggml_backend_reg_get(long index);

    long ggml_backend_dev_count();

    Pointer ggml_backend_dev_get(long index);
}

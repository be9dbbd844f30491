package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import dev.waggle.runtime.protocol.EngineDevice;

/**
 * A device, as the library holds it.
 *
 * @param handle the library's own
 * @param facts what it tells of it
 */
record NativeDevice(Pointer handle, EngineDevice facts) {
    static final String GPU = "gpu";
    static final String INTEGRATED_GPU = "integrated-gpu";

    boolean computesFor(String backend) {
        return facts.backend().equals(backend) && (is(GPU) || is(INTEGRATED_GPU));
    }

    boolean is(String kind) {
        return facts.kind().equals(kind);
    }
}

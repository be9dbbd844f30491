package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import java.util.List;

/**
 * What to compute a fit for.
 *
 * @param model header and tensor table
 * @param widenToF32 true where the engine holds every weight as F32 whatever the file's type
 * @param settings context and cache
 * @param offload where the parts go
 * @param devices capacities of the GPUs, in order; empty for the processor alone
 * @param hostCapacityBytes RAM that models may use
 * @param deviceOverheadBytes what a process takes on each device beyond its buffers
 * @param hostOverheadBytes what a process takes of RAM beyond its buffers
 */
public record FitQuestion(
        ModelFile model,
        boolean widenToF32,
        FitSettings settings,
        Offload offload,
        List<DeviceCapacity> devices,
        long hostCapacityBytes,
        long deviceOverheadBytes,
        long hostOverheadBytes) {
    /** Copies the list. */
    public FitQuestion {
        devices = List.copyOf(devices);
    }

    /** The same model and memory under other settings, placed otherwise. */
    public FitQuestion with(FitSettings other, Offload elsewhere) {
        return new FitQuestion(
                model,
                widenToF32,
                other,
                elsewhere,
                devices,
                hostCapacityBytes,
                deviceOverheadBytes,
                hostOverheadBytes);
    }

    /** A GPU's id and the bytes a program may use of it. */
    public record DeviceCapacity(String device, long capacityBytes) {}
}

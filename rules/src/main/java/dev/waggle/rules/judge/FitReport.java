package dev.waggle.rules.judge;

import dev.waggle.rules.fit.Fit;
import dev.waggle.rules.fit.Placement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the placement a verdict is about takes, beside what there is.
 *
 * @param placement where the parts go
 * @param layersOnDevice layers on devices other than the host, the output layer counted as one
 * @param layers all layers, the output layer counted as one
 * @param expertLayersOnHost layers from the start whose experts stay in RAM
 * @param exact whether the arithmetic is on record for this architecture and engine
 * @param devices one per device that holds anything
 */
public record FitReport(
        Placement placement,
        int layersOnDevice,
        int layers,
        int expertLayersOnHost,
        boolean exact,
        List<DeviceFit> devices) {
    /** Copies the list. */
    public FitReport {
        devices = List.copyOf(devices);
    }

    /** What lies on one device; capacity and free bytes are null where unknown. */
    public record DeviceFit(
            Fit.Part part,
            @Nullable Long capacityBytes,
            @Nullable Long freeBytes) {}
}

package dev.waggle.rules.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds, orders and reserves. They reach rules as facts.
 *
 * @param defaultContextTokens what a question means that names no context, lowered to what model and worker allow
 * @param defaultSequences sequences held at once
 * @param defaultKvType type of the key-value cache
 * @param smallestContextTokens less does not count as running
 * @param headroom memory that should be left over
 * @param runtimeOverheadBytes by backend: what a process takes beyond the computed buffers
 * @param driverReservedBytes by vendor: what the driver keeps, of named and described machines' devices
 * @param appleWorkingSetPercent share of unified memory a GPU may have; the first row that fits
 * @param osReserveBytes by operating system: RAM that is not for models
 * @param placementOrder placements in the order they are tried
 * @param variantOrder quantizations in the order they are recommended
 * @param splitVariantOrder the same where not all of the model is on devices
 * @param workerOrder workers in the order they are recommended
 * @param fixOrder what is proposed where a model doesn't simply run, what costs least quality first
 */
public record Policy(
        long defaultContextTokens,
        int defaultSequences,
        String defaultKvType,
        long smallestContextTokens,
        Headroom headroom,
        Map<String, Long> runtimeOverheadBytes,
        Map<String, Long> driverReservedBytes,
        List<WorkingSet> appleWorkingSetPercent,
        Map<String, Long> osReserveBytes,
        List<String> placementOrder,
        List<String> variantOrder,
        List<String> splitVariantOrder,
        List<String> workerOrder,
        List<String> fixOrder) {
    /** Copies the collections. */
    public Policy {
        runtimeOverheadBytes = Map.copyOf(runtimeOverheadBytes);
        driverReservedBytes = Map.copyOf(driverReservedBytes);
        appleWorkingSetPercent = List.copyOf(appleWorkingSetPercent);
        osReserveBytes = Map.copyOf(osReserveBytes);
        placementOrder = List.copyOf(placementOrder);
        variantOrder = List.copyOf(variantOrder);
        splitVariantOrder = List.copyOf(splitVariantOrder);
        workerOrder = List.copyOf(workerOrder);
        fixOrder = List.copyOf(fixOrder);
    }

    /** Memory that should be left over: the larger of bytes and percent of the capacity. */
    public record Headroom(long comfortableBytes, int comfortablePercent) {
        /** Bytes that should be left over of a capacity. */
        public long of(long capacityBytes) {
            return Math.max(comfortableBytes, capacityBytes / 100 * comfortablePercent);
        }
    }

    /** The share of unified memory a GPU may have, on machines with less RAM than said; null = on all others. */
    public record WorkingSet(@Nullable Long belowRamBytes, int percent) {}
}

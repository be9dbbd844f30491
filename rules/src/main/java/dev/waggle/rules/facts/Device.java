package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * A device that the worker would use.
 *
 * @param target the worker's number
 * @param device its id in the machine, such as gpu0
 * @param deviceName what it is sold as
 * @param vendor nvidia, amd, intel, apple or other
 * @param computeCapability as a number, 8.9; NVIDIA only
 * @param driverVersion as the vendor writes it
 * @param driverNumber the same as a number that can be compared: major · 10⁶ + minor · 10³ + patch
 */
public record Device(
        int target,
        @Nullable String device,
        @Nullable String deviceName,
        @Nullable String vendor,
        @Nullable Double computeCapability,
        @Nullable String driverVersion,
        @Nullable Long driverNumber)
        implements RuleFact {}

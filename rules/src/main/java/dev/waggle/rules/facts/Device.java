package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(
        value = "a device that the worker would use",
        from = "the machine: detected, described in a file, or a named one")
public record Device(
        int target,

        @Means("the device's id in the machine; such as gpu0") @Nullable
        String device,

        @Means("what the device is sold as") @Nullable String deviceName,

        @Means(value = "who made the device", words = Words.VENDORS) @Nullable
        String vendor,

        @Means(value = "its compute capability; NVIDIA only", unit = "major.minor") @Nullable
        Double computeCapability,

        @Means("its driver's version; as the vendor writes it") @Nullable
        String driverVersion,

        @Means(
                value = "its driver's version as a number that can be compared; 580.65.06 is 580065006",
                unit = "major · 10⁶ + minor · 10³ + patch")
        @Nullable
        Long driverNumber)
        implements RuleFact {}

package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * What one device would have to hold in one placement. All sizes are bytes.
 *
 * @param target the worker's number
 * @param rung the placement's number
 * @param placement all-on-device, experts-on-host, most-layers-on-device or host
 * @param device its id, or host for the machine's RAM
 * @param residentBytes all that it would hold
 * @param weightsBytes of that, the weights
 * @param kvBytes of that, the key-value cache
 * @param capacityBytes what a program may use of it at all
 * @param freeBytes what is free now
 * @param leftBytes capacity less residents; negative where it does not fit
 * @param comfortableBytes what should be left, says the policy
 */
public record Fit(
        int target,
        int rung,
        @Nullable String placement,
        @Nullable String device,
        @Nullable Long residentBytes,
        @Nullable Long weightsBytes,
        @Nullable Long kvBytes,
        @Nullable Long capacityBytes,
        @Nullable Long freeBytes,
        @Nullable Long leftBytes,
        @Nullable Long comfortableBytes)
        implements RuleFact {}

package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(value = "the driver that the worker needs; absent where it needs none", from = "the catalog: the worker's row")
public record NeededDriver(
        int target,

        @Means("the oldest driver that the worker works with; as the vendor writes it") @Nullable
        String minimumDriverVersion,

        @Means(
                value = "the oldest driver that the worker works with, as a number that can be compared",
                unit = "major · 10⁶ + minor · 10³ + patch")
        @Nullable
        Long minimumDriverNumber)
        implements RuleFact {}

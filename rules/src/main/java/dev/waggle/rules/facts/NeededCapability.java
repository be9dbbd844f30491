package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(
        value = "the compute capability that the worker is built for; absent where it needs none",
        from = "the catalog: the worker's row")
public record NeededCapability(
        int target,

        @Means(value = "the least compute capability that the worker needs", unit = "major.minor") @Nullable
        Double minimumComputeCapability)
        implements RuleFact {}

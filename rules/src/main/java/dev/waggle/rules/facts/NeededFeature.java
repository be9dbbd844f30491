package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(
        value = "a processor extension that the worker can't do without; one fact each",
        from = "the catalog: `cpuFeaturesNeeded` of the worker")
public record NeededFeature(
        int target,

        @Means(value = "the processor extension that the worker needs; such as avx2", words = Words.CPU_FEATURES)
        @Nullable
        String feature)
        implements RuleFact {}

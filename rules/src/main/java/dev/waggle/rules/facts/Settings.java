package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(
        value = "how the worker would be started; absent for models that have no context",
        from = "the question; what it leaves open, from `policy.yaml` and the model")
public record Settings(
        int target,

        @Means("the context that is asked for; prompt and answer together") @Nullable
        Long contextTokens,

        @Means(value = "the context below which it does not count as running", from = "`policy.yaml`") @Nullable
        Long smallestContextTokens,

        @Means(value = "the sequences held at once", unit = "count") @Nullable
        Integer sequences,

        @Means(value = "the element type of the key-value cache", words = Words.CACHE_TYPES) @Nullable
        String kvType)
        implements RuleFact {}

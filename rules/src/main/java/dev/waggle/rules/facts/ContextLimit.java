package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(
        value = "a context above which the worker cuts off; absent where it has no limit of its own",
        from = "the catalog: `maxContextLength` of the worker, `positionLimits` of its engine")
public record ContextLimit(
        int target,

        @Means("the context that the worker keeps") @Nullable
        Long limitTokens) implements RuleFact {}

package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * How the worker would be started; absent for models that have no context.
 *
 * @param target the worker's number
 * @param contextTokens tokens of prompt and answer together
 * @param smallestContextTokens less does not count as running, says the policy
 * @param sequences held at once
 * @param kvType element type of the key-value cache
 */
public record Settings(
        int target,
        @Nullable Long contextTokens,
        @Nullable Long smallestContextTokens,
        @Nullable Integer sequences,
        @Nullable String kvType)
        implements RuleFact {}

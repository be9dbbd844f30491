package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * The least compute capability the worker is built for; absent where it needs none.
 *
 * @param target the worker's number
 * @param minimumComputeCapability as a number, 7.5
 */
public record NeededCapability(int target, @Nullable Double minimumComputeCapability) implements RuleFact {}

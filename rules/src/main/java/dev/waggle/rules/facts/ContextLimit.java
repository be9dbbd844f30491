package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * A context above which the worker cuts off; absent where it has no limit of its own.
 *
 * @param target the worker's number
 * @param limitTokens in tokens
 */
public record ContextLimit(int target, @Nullable Long limitTokens) implements RuleFact {}

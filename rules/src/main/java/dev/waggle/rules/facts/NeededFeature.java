package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * A processor extension that the worker can't do without; one fact each.
 *
 * @param target the worker's number
 * @param feature such as avx2
 */
public record NeededFeature(int target, @Nullable String feature) implements RuleFact {}

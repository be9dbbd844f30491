package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * The oldest driver the worker works with; absent where it needs none.
 *
 * @param target the worker's number
 * @param minimumDriverVersion as the vendor writes it
 * @param minimumDriverNumber the same as a number that can be compared: major · 10⁶ + minor · 10³ + patch
 */
public record NeededDriver(
        int target,
        @Nullable String minimumDriverVersion,
        @Nullable Long minimumDriverNumber) implements RuleFact {}

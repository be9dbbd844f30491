package dev.waggle.rules.explain;

import dev.waggle.rules.book.Rule.Constraint;
import org.jspecify.annotations.Nullable;

/**
 * What a constraint says of the facts it was read on.
 *
 * @param constraint the constraint
 * @param pattern the number of the pattern it stands in, from 0
 * @param left the field's value; null is unknown
 * @param right what it is compared with; null is unknown
 * @param truth whether it holds
 */
public record Reading(
        Constraint constraint,
        int pattern,
        @Nullable Object left,
        @Nullable Object right,
        Truth truth) {}

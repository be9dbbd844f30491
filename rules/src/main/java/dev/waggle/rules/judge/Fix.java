package dev.waggle.rules.judge;

import org.jspecify.annotations.Nullable;

/**
 * What would help, and what the answer would be then.
 *
 * @param change what to ask for instead
 * @param verdict the answer to that, by the same rules
 * @param savesBytes how much less of all memories it takes; null where the two can't be compared
 */
public record Fix(Change change, Verdict verdict, @Nullable Long savesBytes) {}

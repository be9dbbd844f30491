package dev.waggle.runtime.grammar;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a string must be like.
 *
 * @param lengths in code points
 * @param regex a regular expression it must match, the one a format stands for included
 */
record StringForm(CountBounds lengths, @Nullable Regex regex) {
    static final StringForm ANY = new StringForm(CountBounds.ANY, null);

    /**
     * Where a regular expression comes from.
     *
     * @param pointer where the schema has it
     */
    record Regex(String pointer, String source) {}

    boolean isAny() {
        return equals(ANY);
    }

    /** Both; empty where no grammar can express that. */
    Optional<StringForm> and(StringForm other) {
        if (regex != null && other.regex != null && !regex.source().equals(other.regex.source())) {
            return Optional.empty();
        }
        return Optional.of(new StringForm(lengths.and(other.lengths), regex == null ? other.regex : regex));
    }
}

package dev.waggle.rules.explain;

import java.util.Locale;

/** The three values of Kleene's logic. */
public enum Truth {
    /** It holds. */
    TRUE,
    /** It does not hold. */
    FALSE,
    /** A fact that would tell is not known. */
    UNKNOWN;

    /** Its name in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Both together: false where either is, whatever is not known. */
    Truth and(Truth other) {
        if (this == FALSE || other == FALSE) return FALSE;
        return this == UNKNOWN ? UNKNOWN : other;
    }
}

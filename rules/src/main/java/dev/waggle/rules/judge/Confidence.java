package dev.waggle.rules.judge;

import java.util.Locale;

/** How sure a verdict is. */
public enum Confidence {
    /** This engine version was seen generating with this architecture on this backend. */
    TESTED,
    /** Everything it rests on is on record. */
    EXPECTED,
    /** The architecture or its memory is not on record for this engine: estimated by its class. */
    UNTESTED;

    /** Its name in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.waggle.rules.impact;

import java.util.Locale;

/** How much a change asks of those who rely on verdicts; the proposed step of the version number. */
public enum VersionStep {
    /** Nothing changes at all. */
    NONE,
    /** No verdict changes: wording, cases, comments. */
    PATCH,
    /** Verdicts change, and all that ran still runs. */
    MINOR,
    /** Something that ran no longer does. */
    MAJOR;

    /** Its name in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

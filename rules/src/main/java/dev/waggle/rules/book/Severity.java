package dev.waggle.rules.book;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rule's finding means for the verdict. */
public enum Severity {
    /** It cannot run. */
    BLOCK,
    /** It runs, but. */
    WARN,
    /** Worth knowing; changes nothing. */
    NOTE,
    /** A change that may be proposed. */
    OFFER;

    /** Its name in rules and in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of that name. */
    public static Optional<Severity> byId(String id) {
        return Arrays.stream(values())
                .filter(severity -> severity.id().equals(id))
                .findFirst();
    }
}

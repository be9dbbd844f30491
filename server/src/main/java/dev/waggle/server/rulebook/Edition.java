package dev.waggle.server.rulebook;

import dev.waggle.server.app.Waggle;

/**
 * What is live: a version, the files it consists of, and the generation that answers by them.
 *
 * @param version number 0 for what the program was built with
 * @param source its files
 * @param waggle made of them
 */
public record Edition(Version version, Source source, Waggle waggle) {
    /** Names rules and catalog together, as the ETag of whatever depends on them. */
    public String tag() {
        return waggle.version();
    }
}

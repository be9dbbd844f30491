package dev.waggle.server.rulebook;

import java.time.Instant;

/**
 * One thing that was live: who published what, when, and on top of which.
 *
 * @param number counts from 1; 0 is what the program was built with
 * @param time when it was published
 * @param author such as {@code admin}, or {@code folder} where a watched folder was saved
 * @param note what its author says of it, or ""
 * @param parent the number of the version it was made of
 * @param ruleSet the rules' hash
 * @param catalog the catalog's hash
 */
public record Version(
        int number, Instant time, String author, String note, int parent, String ruleSet, String catalog) {
    /** The author of what was saved in a watched folder. Such a version is history: without that folder it is not live. */
    public static final String FOLDER = "folder";

    /** The number of what the program was built with. */
    public static final int SHIPPED = 0;

    boolean isOfFolder() {
        return author.equals(FOLDER);
    }
}

package dev.waggle.server.rulebook;

import java.util.Map;

/** Tries rule books before they may go live. */
public interface Trying {
    /** Tries a book: path relative to the book → text. */
    TrialResult run(Map<String, String> book);

    /** Somebody is at work on rules: a trial may come soon. */
    void prepare();
}

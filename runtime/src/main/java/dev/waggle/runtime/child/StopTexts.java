package dev.waggle.runtime.child;

import java.util.List;

/**
 * Watches an answer for the texts that end it, across the borders of its pieces.
 *
 * <p>What might be the beginning of a stop text is held back until it is known not to be one.
 */
public final class StopTexts {
    private final List<String> stops;
    private String held = "";
    private boolean stopped;

    public StopTexts(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Takes the next piece and returns what may be sent now; nothing more once {@link #stopped}. */
    public String take(String piece) {
        if (stopped) {
            return "";
        }
        String text = held + piece;
        int at = firstStop(text);
        stopped = at >= 0;
        int safe = stopped ? at : text.length() - longestBeginning(text);
        held = stopped ? "" : text.substring(safe);
        return text.substring(0, safe);
    }

    /** What was held back when the answer ended by itself. */
    public String rest() {
        String rest = held;
        held = "";
        return rest;
    }

    /** Whether a stop text was seen. */
    public boolean stopped() {
        return stopped;
    }

    private int firstStop(String text) {
        return stops.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    private int longestBeginning(String text) {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, text.length()); n > longest; n--) {
                if (text.endsWith(stop.substring(0, n))) {
                    longest = n;
                }
            }
        }
        return longest;
    }
}

package dev.waggle.runtime.llamajava;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a prompt into beginnings that grow by about one batch of tokens each, the whole prompt itself left out.
 *
 * <p>A cut is made before a space where there is one near, because tokens rarely cross it. It need not be exact: what the
 * next beginning reads differently is read again.
 */
final class PromptSteps {
    private PromptSteps() {}

    static List<String> of(String text, int tokens, int batchTokens) {
        List<String> steps = new ArrayList<>();
        int stepChars = (int) Math.max(1, (long) text.length() * batchTokens / tokens);
        int end = cut(text, 0, stepChars);
        while (end < text.length()) {
            steps.add(text.substring(0, end));
            end = cut(text, end, end + stepChars);
        }
        return List.copyOf(steps);
    }

    /** The place of a cut after {@code from} and at or before {@code to}, or the text's end. */
    private static int cut(String text, int from, int to) {
        if (to >= text.length()) {
            return text.length();
        }
        int nearest = from + (to - from) / 2;
        for (int at = to; at > nearest; at--) {
            if (Character.isWhitespace(text.charAt(at)) && !Character.isWhitespace(text.charAt(at - 1))) {
                return at;
            }
        }
        return Character.isLowSurrogate(text.charAt(to)) ? to + 1 : to;
    }
}

package dev.waggle.rules.book;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody probably meant. */
public final class Nearest {
    private static final int READABLE = 400;

    private Nearest() {}

    /** The candidate nearest to a word, where one is near: at most a third of its letters differ. */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String lower = word.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(candidate ->
                        distance(lower, candidate.toLowerCase(Locale.ROOT)) <= Math.max(1, word.length() / 3))
                .min(Comparator.<String>comparingInt(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** A hint to append to a message: "did you mean …?", or "" where nothing is near. */
    public static String hint(String word, Collection<String> candidates) {
        return to(word, candidates).map(near -> "did you mean '" + near + "'?").orElse("");
    }

    /** What is allowed, in order: all of it where that is short enough to read. */
    static String allowed(Collection<String> candidates) {
        String all = String.join(", ", candidates.stream().sorted().toList());
        if (all.length() <= READABLE) return all;
        int end = all.lastIndexOf(", ", READABLE);
        return all.substring(0, end < 0 ? READABLE : end) + " and others, " + candidates.size() + " in all";
    }

    /** Edits that turn one word into another: insert, remove, replace, swap two neighbours (Damerau, restricted). */
    static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
            }
        }
        return edits[a.length()][b.length()];
    }
}

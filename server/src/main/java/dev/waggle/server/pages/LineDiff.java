package dev.waggle.server.pages;

import java.util.ArrayList;
import java.util.List;

/**
 * Two texts compared line by line: the fewest lines taken away and put in, with three lines around each change. Beyond
 * {@link #MOST_WORK} pairs of lines everything between the first and the last difference counts as changed.
 */
final class LineDiff {
    private static final int AROUND = 3;
    private static final int MOST_WORK = 4_000_000;
    private static final int MOST_LINES = 600;

    private final List<String> before;
    private final List<String> after;
    private final List<DiffLine> all = new ArrayList<>();

    private LineDiff(String before, String after) {
        this.before = before.lines().toList();
        this.after = after.lines().toList();
    }

    /** The changes and what is around them; empty where no line differs. */
    static List<DiffLine> of(String before, String after) {
        LineDiff diff = new LineDiff(before, after);
        diff.compare();
        return diff.changes();
    }

    private void compare() {
        int start = 0;
        while (start < before.size()
                && start < after.size()
                && before.get(start).equals(after.get(start))) start++;
        int i = before.size();
        int j = after.size();
        while (i > start && j > start && before.get(i - 1).equals(after.get(j - 1))) {
            i--;
            j--;
        }
        for (int k = 0; k < start; k++) same(k, k);
        middle(start, i, j);
        for (int k = 0; i + k < before.size(); k++) same(i + k, j + k);
    }

    private void middle(int start, int beforeEnd, int afterEnd) {
        int rows = beforeEnd - start;
        int columns = afterEnd - start;
        boolean tooMuch = (long) rows * columns > MOST_WORK;
        int[][] common = tooMuch ? new int[0][0] : common(start, rows, columns);
        int i = 0;
        int j = 0;
        while (i < rows || j < columns) {
            if (!tooMuch && i < rows && j < columns && isSame(start + i, start + j)) same(start + i++, start + j++);
            else if (i < rows && (tooMuch || j == columns || common[i + 1][j] >= common[i][j + 1]))
                removed(start + i++);
            else added(start + j++);
        }
    }

    private boolean isSame(int i, int j) {
        return before.get(i).equals(after.get(j));
    }

    /** How long the longest common part of what is left is, from each pair of lines on. */
    private int[][] common(int start, int rows, int columns) {
        int[][] common = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--)
            for (int j = columns - 1; j >= 0; j--)
                common[i][j] = isSame(start + i, start + j)
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
        return common;
    }

    private void same(int i, int j) {
        all.add(new DiffLine("same", " ", String.valueOf(i + 1), String.valueOf(j + 1), before.get(i)));
    }

    private void removed(int i) {
        all.add(new DiffLine("removed", "−", String.valueOf(i + 1), "", before.get(i)));
    }

    private void added(int j) {
        all.add(new DiffLine("added", "+", "", String.valueOf(j + 1), after.get(j)));
    }

    private List<DiffLine> changes() {
        List<DiffLine> shown = new ArrayList<>();
        boolean isGap = false;
        for (int k = 0; k < all.size(); k++) {
            if (!isNearChange(k)) {
                isGap = true;
                continue;
            }
            if (isGap && !shown.isEmpty()) shown.add(new DiffLine("gap", "", "", "", "…"));
            isGap = false;
            shown.add(all.get(k));
            if (shown.size() == MOST_LINES) {
                shown.add(new DiffLine("gap", "", "", "", "… and more"));
                return shown;
            }
        }
        return shown;
    }

    private boolean isNearChange(int k) {
        return all.subList(Math.max(0, k - AROUND), Math.min(all.size(), k + AROUND + 1)).stream()
                .anyMatch(line -> !line.css().equals("same"));
    }
}

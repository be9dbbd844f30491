package dev.waggle.server.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows whose columns stand under each other; the last column is wrapped to the width. */
final class Table {
    private static final int GAP = 2;
    private static final int LEAST_LAST_COLUMN = 24;

    private final int width;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings, at most {@code width} characters wide where its words allow. */
    Table(int width, String... headings) {
        this.width = width;
        rows.add(List.of(headings));
    }

    Table row(String... cells) {
        if (cells.length != rows.get(0).size()) throw new IllegalArgumentException("a row of another length");
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        int last = rows.get(0).size() - 1;
        int[] widths = new int[last];
        for (List<String> row : rows)
            for (int column = 0; column < last; column++)
                widths[column] = Math.max(widths[column], row.get(column).length());
        int indent = 0;
        for (int each : widths) indent += each + GAP;
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < last; column++)
                line.append(row.get(column))
                        .append(" ".repeat(widths[column] - row.get(column).length() + GAP));
            List<String> wrapped = Words.wrapped(row.get(last), Math.max(LEAST_LAST_COLUMN, width - indent));
            line.append(String.join("\n" + " ".repeat(indent), wrapped));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}

package dev.waggle.server.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of a label and a value, the values under each other; long values go on under themselves. */
final class Sheet {
    private static final int WIDTH = 100;

    private record Line(String label, String value) {}

    private final List<Line> lines = new ArrayList<>();

    Sheet add(String label, String value) {
        lines.add(new Line(label, value));
        return this;
    }

    @Override
    public String toString() {
        int labels =
                lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
        String indent = " ".repeat(labels + 4);
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append("  ")
                    .append(line.label())
                    .append(" ".repeat(labels - line.label().length() + 2));
            text.append(String.join("\n" + indent, Words.wrapped(line.value(), WIDTH - indent.length())))
                    .append('\n');
        }
        return text.toString();
    }
}

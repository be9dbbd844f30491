package dev.waggle.server.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines between words. */
final class Words {
    private Words() {}

    /** Lines of at most {@code width} characters, longer only where one word is. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}

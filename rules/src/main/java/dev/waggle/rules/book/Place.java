package dev.waggle.rules.book;

/**
 * A place in a text, as editors count: both from 1, columns in UTF-16 characters.
 *
 * @param line 0 for the whole text
 * @param column 0 for the whole line
 */
public record Place(int line, int column) {
    /** The whole text. */
    public static final Place WHOLE = new Place(0, 0);

    /** The place of a character. */
    public static Place in(CharSequence text, int offset) {
        return new Place(1, 1).within(text, offset);
    }

    /** The place of a character of a text that begins here; all that is known is the line where this is a whole line. */
    public Place within(CharSequence text, int offset) {
        if (column == 0) return this;
        int lines = 0;
        int lineStart = -1;
        for (int i = 0; i < Math.min(offset, text.length()); i++)
            if (text.charAt(i) == '\n') {
                lines++;
                lineStart = i;
            }
        return lineStart < 0 ? new Place(line, column + offset) : new Place(line + lines, offset - lineStart);
    }
}

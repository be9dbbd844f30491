package dev.waggle.rules.book;

/** A text that is no constraint: where it stops being one, and what could stand there. */
public final class ConstraintException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String allowed;
    private final String suggestion;

    ConstraintException(int offset, String found, String allowed, String suggestion) {
        super(found);
        this.offset = offset;
        this.allowed = allowed;
        this.suggestion = suggestion;
    }

    ConstraintException(int offset, String found) {
        this(offset, found, ConstraintParser.ALLOWED, "");
    }

    /** What stands there. */
    public String found() {
        return String.valueOf(getMessage());
    }

    /** The character of the text at which it goes wrong, from 0. */
    public int offset() {
        return offset;
    }

    /** What could stand there. */
    public String allowed() {
        return allowed;
    }

    /** The word that was probably meant, or "". */
    public String suggestion() {
        return suggestion;
    }
}

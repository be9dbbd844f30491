package dev.waggle.rules.catalog;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A row of the catalog, or a machine described in the same form, that is not as it must be: which file, line and id,
 * what was found, what is allowed and what may help. The catalog is refused as a whole.
 */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;
    private final @Nullable String id;
    private final String pointer;
    private final String found;
    private final String allowed;
    private final String hint;

    /** {@code allowed} and {@code hint} may be "". */
    CatalogException(Place place, @Nullable String id, String found, String allowed, String hint) {
        super(sentence(place, id, found, allowed, hint));
        this.file = place.file();
        this.line = place.line();
        this.id = id;
        this.pointer = place.pointer();
        this.found = found;
        this.allowed = allowed;
        this.hint = hint;
    }

    private static String sentence(Place place, @Nullable String id, String found, String allowed, String hint) {
        StringBuilder text = new StringBuilder(place.file());
        if (place.line() > 0) text.append(':').append(place.line());
        if (id != null) text.append(": ").append(id);
        if (!place.pointer().isEmpty()) text.append(": ").append(place.pointer());
        text.append(": ").append(found);
        if (!allowed.isEmpty()) text.append("; allowed: ").append(allowed);
        text.append('.');
        if (!hint.isEmpty()) text.append(" Maybe ").append(hint).append('.');
        return text.toString();
    }

    /** The file, relative to the catalog with '/' between folders; what a described machine was called by its reader. */
    public String file() {
        return file;
    }

    /** The line, counted from 1; empty where the whole file is meant or lines are not known. */
    public OptionalInt line() {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    /** The id of the row; empty where the file is no row. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** JSON pointer (RFC 6901) of the value within the file, "" for the whole. */
    public String pointer() {
        return pointer;
    }

    /** What stands there. */
    public String found() {
        return found;
    }

    /** What could stand there. */
    public Optional<String> allowed() {
        return allowed.isEmpty() ? Optional.empty() : Optional.of(allowed);
    }

    /** What the cause may be or what to do. */
    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }
}

package dev.waggle.server.app;

import dev.waggle.rules.book.Nearest;
import java.util.Collection;

/** An id that names nothing, with the id that was probably meant. */
public final class UnknownIdException extends Exception {
    private static final long serialVersionUID = 1L;

    /** There is no such thing of that kind ("model", "machine", …). */
    public UnknownIdException(String kind, String id, Collection<String> ids) {
        super(message(kind, id, ids));
    }

    private static String message(String kind, String id, Collection<String> ids) {
        String shown = id.length() <= 80 ? id : id.substring(0, 80) + "…";
        String hint = id.length() > 80 ? "" : Nearest.hint(id, ids);
        return "There is no " + kind + " '" + shown + "'."
                + (hint.isEmpty() ? "" : " " + Character.toUpperCase(hint.charAt(0)) + hint.substring(1));
    }
}

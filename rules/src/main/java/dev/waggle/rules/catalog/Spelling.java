package dev.waggle.rules.catalog;

import dev.waggle.rules.book.Nearest;
import java.util.Collection;

/** Guesses which known word a mistyped one was meant to be. */
final class Spelling {
    private Spelling() {}

    /** A hint for {@link CatalogException}; "" where no known word is near. */
    static String hint(String typed, Collection<String> known) {
        return Nearest.to(typed, known).map(word -> "you meant '" + word + "'").orElse("");
    }
}

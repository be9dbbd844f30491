package dev.waggle.hardware;

import java.util.List;

/** What one source saw: cards, and what to tell a person about the rest. */
record Sighted(List<CardSighting> cards, List<String> notes) {
    Sighted {
        cards = List.copyOf(cards);
        notes = List.copyOf(notes);
    }

    static Sighted nothing() {
        return new Sighted(List.of(), List.of());
    }
}

package dev.waggle.server.pages;

import dev.waggle.server.app.Matrix;
import dev.waggle.server.app.Waggle.Place;
import java.util.List;

/**
 * A machine as it was at one moment, and everything judged on it.
 *
 * @param place the machine
 * @param notes of its detection
 * @param matrix models × workers
 * @param readNanos when, on the clock that only goes forward
 */
record Board(Place place, List<String> notes, Matrix matrix, long readNanos) {
    Board {
        notes = List.copyOf(notes);
    }
}

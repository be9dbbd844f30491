package dev.waggle.hardware;

import java.util.List;

/**
 * What was found out about this machine at one moment.
 *
 * @param machine the machine, named "local"
 * @param notes what a person should know about how it was found out: a reader that failed, a card that is no GPU for
 *     inference; each begins with the reader's name. Sorted, so that equal findings print alike
 */
public record Detection(Machine machine, List<String> notes) {
    public Detection {
        notes = notes.stream().distinct().sorted().toList();
    }
}

package dev.waggle.rules.judge;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import java.util.List;

/**
 * One variant, one machine, some workers.
 *
 * @param model the model
 * @param variant one of its variants
 * @param place what the machine is called in the answer: a named machine's id, or {@code local}
 * @param machine the machine
 * @param machineIsDetected true where the machine is this one, as it is now: its memory is what programs can have, while
 *     that of a named or described one is what its maker says
 * @param workers the workers, each judged
 * @param wish what else is asked for
 */
public record Query(
        ModelEntry model,
        VariantEntry variant,
        String place,
        Machine machine,
        boolean machineIsDetected,
        List<WorkerEntry> workers,
        Wish wish) {
    /** Copies the list. */
    public Query {
        workers = List.copyOf(workers);
    }
}

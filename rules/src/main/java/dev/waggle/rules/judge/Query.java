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

    /** The same of another variant of the model. */
    public Query with(VariantEntry otherVariant) {
        return new Query(model, otherVariant, place, machine, machineIsDetected, workers, wish);
    }

    /** The same of one worker. */
    public Query with(WorkerEntry onlyWorker) {
        return new Query(model, variant, place, machine, machineIsDetected, List.of(onlyWorker), wish);
    }

    /** The same with another wish. */
    public Query with(Wish otherWish) {
        return new Query(model, variant, place, machine, machineIsDetected, workers, otherWish);
    }

    /** The same on a machine that is named or described. */
    public Query on(String otherPlace, Machine otherMachine) {
        return new Query(model, variant, otherPlace, otherMachine, false, workers, wish);
    }
}

package dev.waggle.rules.facts;

/**
 * Something a rule can read. A component that is null is unknown; a fact that does not apply is not there at all.
 *
 * <p>One session judges one variant on one machine for many workers and placements at once. A fact about one worker
 * carries the worker's number, a fact about one placement that too; rules join facts of the same worker and placement
 * only, without saying so.
 */
public sealed interface RuleFact
        permits ContextLimit,
                Device,
                Fit,
                Machine,
                NeededCapability,
                NeededDriver,
                NeededFeature,
                NeededFile,
                Parameter,
                Question,
                Settings,
                TensorType,
                Variant,
                Worker {
    /** The number of a fact that concerns every worker, or every placement. */
    int ALL = -1;

    /** The number of the worker this is about. */
    default int target() {
        return ALL;
    }

    /** The number of the placement this is about. */
    default int rung() {
        return ALL;
    }
}

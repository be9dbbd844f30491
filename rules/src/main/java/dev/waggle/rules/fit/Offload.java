package dev.waggle.rules.fit;

/** Where the parts of a model go: a placement that is worked out from capacities, or layers that were counted. */
public sealed interface Offload permits Placement, LayerCounts {}

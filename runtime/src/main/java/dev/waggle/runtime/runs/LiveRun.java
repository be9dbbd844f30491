package dev.waggle.runtime.runs;

import dev.waggle.runtime.Plan;

/**
 * A run that starts, is ready or answers: of it only what costs nothing to tell.
 *
 * @param id its id
 * @param plan what runs
 * @param explicit whether somebody started it, not a request
 */
public record LiveRun(RunId id, Plan plan, boolean explicit) {}

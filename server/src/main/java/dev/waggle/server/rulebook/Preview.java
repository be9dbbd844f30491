package dev.waggle.server.rulebook;

import dev.waggle.rules.trial.TrialReport;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a change.
 *
 * @param report what is wrong with it, and how its cases went
 * @param impact what it would do to answers, as JSON can be written of it; null where it can't go live or nobody tells
 */
public record Preview(TrialReport report, @Nullable Object impact) {}

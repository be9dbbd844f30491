package dev.waggle.server.rulebook;

import dev.waggle.rules.impact.Impact;
import dev.waggle.rules.trial.TrialReport;
import java.util.Optional;

/**
 * What would become of a change.
 *
 * @param report what keeps it from going live, and how its cases went
 * @param impact what it would do to answers; empty where it can't judge at all
 */
public record Preview(TrialReport report, Optional<Impact> impact) {}

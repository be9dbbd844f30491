package dev.waggle.server.rulebook;

import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.judge.Wish;
import dev.waggle.rules.trial.TrialReport;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.Waggle;
import java.util.List;
import java.util.Objects;

/**
 * Makes a generation of a source. Everything is read first; rules that changed are then tried elsewhere; only what passed is
 * compiled here, and answers a few questions before anyone else asks.
 */
final class Workshop {
    private static final int MACHINES = 3;

    private final Trying trials;

    Workshop(Trying trials) {
        this.trials = trials;
    }

    /** A generation that could follow the one that is live. */
    Candidate make(Source source, Waggle live) {
        Reading reading = Reading.of(source, live);
        if (!reading.errors().isEmpty()) return new Candidate.Bad(reading.errors());
        RuleBook book = Objects.requireNonNull(reading.book());
        Catalog catalog = Objects.requireNonNull(reading.catalog());
        RuleSet now = live.judge().rules();
        boolean same = book.hash().equals(now.book().hash());
        TrialResult result = same ? new TrialResult.Passed(passed(book)) : trials.run(source.book());
        TrialReport report = report(result);
        if (!report.errors().isEmpty()) return new Candidate.Bad(report);
        try {
            Waggle next = live.with(catalog, same ? now : new RuleSet(book));
            warm(next);
            next.judged();
            return report.passes() ? new Candidate.Good(next, report) : new Candidate.Failing(next, report);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return new Candidate.Bad(
                    List.of(new RuleError("", 0, "", "rules or a catalog that can't judge: " + e, "")));
        }
    }

    private static TrialReport report(TrialResult result) {
        if (result instanceof TrialResult.Passed passed) return passed.report();
        if (result instanceof TrialResult.Refused refused) return refused.report();
        return new TrialReport(result.errors(), 0, 0, List.of());
    }

    /** Rules that are live have passed. */
    private static TrialReport passed(RuleBook book) {
        return new TrialReport(List.of(), book.rules().size(), book.cases().size(), List.of());
    }

    /** Whoever asks first shall not wait for what is set up at first use. */
    private static void warm(Waggle waggle) {
        for (ModelEntry model : waggle.catalog().models().values()) {
            Subject subject = new Subject(model, model.variants().subList(0, 1), null);
            waggle.catalog().machines().entrySet().stream()
                    .limit(MACHINES)
                    .map(machine -> new Waggle.Place(machine.getKey(), machine.getValue(), false))
                    .forEach(place -> waggle.judge(subject, place, waggle.workers(), Wish.none()));
            return;
        }
    }
}

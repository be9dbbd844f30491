package dev.waggle.server.routes;

import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.Outcome;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.runs.LiveRun;
import dev.waggle.runtime.runs.Runs;
import dev.waggle.server.app.Adapter;
import dev.waggle.server.app.Startable;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import dev.waggle.server.http.Problem;
import dev.waggle.server.json.VerdictJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From a request to a plan: the same judgement as everywhere, and what can't run is refused with its findings. */
final class Asking {
    private final Waggle waggle;
    private final Startable startable;

    private final Runs runs;
    private final Decisions decisions;

    Asking(Waggle waggle, Startable startable, Runs runs) {
        this.waggle = waggle;
        this.startable = startable;
        this.runs = runs;
        List<Path> watched = new ArrayList<>(startable.watched());
        watched.add(waggle.modelFolder());
        this.decisions = new Decisions(runs, watched);
    }

    /** What to start, and the verdict it comes from. */
    record Asked(Plan plan, Verdict verdict) {}

    /**
     * The best worker for this; of those that run the model here, one that obeys every parameter comes first. A run that
     * somebody started for the model comes before all.
     */
    Plan toAnswer(String model, Wish wish) {
        return decisions.get(model, wish, () -> asked(model, wish, null, true).plan());
    }

    /** The best worker, or the one that is named, to be started. */
    Asked toStart(String model, Wish wish, @Nullable String worker) {
        return asked(model, wish, worker, false);
    }

    private Asked asked(String model, Wish wish, @Nullable String worker, boolean reuse) {
        Subject subject = subject(model);
        if (subject.file() == null)
            throw OpenAi.problem(Problem.of(
                    409,
                    "not-here",
                    "The file of " + model + " is not on this machine; models lie in the data folder under models."));
        List<Verdict> verdicts = waggle.judge(subject, here(subject.file()), workers(worker), wish);
        Optional<Verdict> best = waggle.recommendation().best(verdicts);
        if (best.isEmpty()) throw OpenAi.problem(refusal(model, verdicts));
        Purpose purpose = "embedding".equals(wish.task()) ? Purpose.EMBED : Purpose.GENERATE;
        Optional<Asked> started = reuse ? started(subject, purpose, verdicts) : Optional.empty();
        if (started.isPresent()) return started.get();
        refuseIgnored(best.get());
        return new Asked(startable.plan(best.get(), subject.file(), purpose, 0), best.get());
    }

    /** This machine, as fresh as need be: what is free now matters to what is still to be started. */
    private Place here(Path file) {
        Path whole = file.toAbsolutePath();
        boolean lives =
                runs.live().stream().anyMatch(run -> run.plan().modelFile().equals(whole));
        return lives ? waggle.recentPlace() : waggle.presentPlace();
    }

    /** A run that somebody started for this model, with a worker that runs it and obeys every parameter. */
    private Optional<Asked> started(Subject subject, Purpose purpose, List<Verdict> verdicts) {
        Path file = Objects.requireNonNull(subject.file());
        List<LiveRun> candidates = runs.live().stream()
                .filter(LiveRun::explicit)
                .filter(run -> run.plan().modelFile().equals(file.toAbsolutePath()))
                .filter(run -> run.plan().settings().purpose() == purpose)
                .toList();
        if (candidates.isEmpty()) return Optional.empty();
        for (Verdict verdict : verdicts) {
            if (verdict.outcome().placement().isEmpty() || ignored(verdict).isPresent()) continue;
            Plan plan = startable.plan(verdict, file, purpose, 0);
            for (LiveRun run : candidates)
                if (run.plan().engine().equals(plan.engine())) return Optional.of(new Asked(run.plan(), verdict));
        }
        return Optional.empty();
    }

    private List<WorkerEntry> workers(@Nullable String id) {
        if (id == null) return startable.of(waggle.workers());
        WorkerEntry worker;
        try {
            worker = waggle.worker(id);
        } catch (UnknownIdException e) {
            throw OpenAi.problem(Problem.of(404, "unknown-worker", String.valueOf(e.getMessage())));
        }
        if (startable.answer(worker) instanceof Adapter.Answer.Missing missing)
            throw OpenAi.problem(Problem.of(409, "worker-not-installed", missing.what()));
        return List.of(worker);
    }

    /** A parameter without an effect is a caveat of the verdict; a request that insists on it is refused. */
    private static void refuseIgnored(Verdict verdict) {
        ignored(verdict).ifPresent(finding -> {
            throw OpenAi.problem(Problem.of(400, "parameter-not-obeyed", finding.message()));
        });
    }

    private static Optional<Finding> ignored(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.rule().startsWith("PAR-"))
                .findFirst();
    }

    private Problem refusal(String model, List<Verdict> verdicts) {
        List<Object> forms = verdicts.stream()
                .<Object>map(verdict -> VerdictJson.of(
                        verdict, waggle.ruleSet(), waggle.catalog().hash()))
                .toList();
        Set<String> reasons = new TreeSet<>();
        for (Verdict verdict : verdicts) {
            if (verdict.outcome() instanceof Outcome.CannotRun no)
                no.reasons().forEach(reason -> reasons.add(reason.message()));
            if (verdict.outcome() instanceof Outcome.Unknown no)
                no.reasons().forEach(reason -> reasons.add(reason.message()));
        }
        return Problem.of(409, "cannot-run", model + " can't run here: " + String.join(" ", reasons))
                .with("verdicts", forms);
    }

    private Subject subject(String model) {
        try {
            return waggle.subject(model);
        } catch (UnknownIdException e) {
            throw OpenAi.problem(Problem.of(404, "unknown-model", String.valueOf(e.getMessage())));
        }
    }
}

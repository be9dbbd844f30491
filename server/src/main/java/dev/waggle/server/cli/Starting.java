package dev.waggle.server.cli;

import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MachineDetector;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Outcome;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Workers;
import dev.waggle.server.app.Adapter;
import dev.waggle.server.app.Adapters;
import dev.waggle.server.app.Startable;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** From a model on the command line to a worker: judged as everywhere, and started where nothing speaks against it. */
final class Starting {
    private final Waggle waggle;
    private final Startable startable;
    private final Path data;

    Starting(AppOptions app) {
        this.waggle = app.waggle();
        this.data = app.dataFolder();
        this.startable = startable(data);
    }

    Waggle waggle() {
        return waggle;
    }

    Startable startable() {
        return startable;
    }

    /** The verdict to start by; where there is none, everything that speaks against it is printed and the command ends. */
    Verdict best(Subject subject, Wish wish, @Nullable String worker, CommandSpec spec) throws UnknownIdException {
        Place here = waggle.place(Waggle.LOCAL);
        List<Verdict> verdicts = waggle.judge(subject, here, workers(worker), wish);
        Verdict best = waggle.recommendation().best(verdicts).orElseThrow(() -> {
            PrintWriter err = spec.commandLine().getErr();
            err.print(new VerdictPrinter(waggle, spec).text(subject, here, verdicts));
            if (worker == null)
                installable(subject, here, wish)
                        .forEach(id -> err.println(id + " would: waggle workers install " + id));
            boolean unknown = verdicts.stream().anyMatch(verdict -> verdict.outcome() instanceof Outcome.Unknown);
            return new CommandFailure(
                    unknown ? ExitCode.UNKNOWN : ExitCode.NO,
                    subject.model().id() + (unknown ? " may not run here." : " can't run here."));
        });
        best.findings().stream()
                .filter(finding -> finding.rule().startsWith("PAR-"))
                .findFirst()
                .ifPresent(finding -> {
                    throw new CommandFailure(ExitCode.BAD_INPUT, finding.message());
                });
        return best;
    }

    /** Workers that would run it, were they installed; the best first. */
    private List<String> installable(Subject subject, Place here, Wish wish) {
        List<WorkerEntry> missing = waggle.workers().stream()
                .filter(worker -> !worker.packages().isEmpty())
                .filter(worker -> startable.answer(worker) instanceof Adapter.Answer.Missing)
                .toList();
        return waggle.judge(subject, here, missing, wish).stream()
                .filter(verdict -> verdict.outcome().placement().isPresent())
                .map(verdict -> verdict.worker().id())
                .distinct()
                .toList();
    }

    /** The verdict to show: the best, else the one that fails least. */
    Verdict nearest(Subject subject, Wish wish, @Nullable String worker) throws UnknownIdException {
        List<Verdict> verdicts = waggle.judge(subject, waggle.place(Waggle.LOCAL), workers(worker), wish);
        return waggle.recommendation()
                .cell(verdicts)
                .orElseThrow(() -> new CommandFailure(ExitCode.MISSING_PROGRAM, "no worker is installed here."));
    }

    private List<WorkerEntry> workers(@Nullable String id) throws UnknownIdException {
        if (id == null) return startable.of(waggle.workers());
        WorkerEntry worker = waggle.worker(id);
        if (startable.answer(worker) instanceof Adapter.Answer.Missing missing)
            throw new CommandFailure(ExitCode.MISSING_PROGRAM, missing.what());
        return List.of(worker);
    }

    Workers processes() {
        Path folder = data.resolve("workers");
        try {
            return new Workers(folder, Deadlines.standard());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.MISSING_PROGRAM,
                    "the folder " + folder + " can't be used: " + e.getMessage() + ". --data names another.");
        }
    }

    /** What can be started on this machine. */
    static Startable startable(Path data) {
        Machine machine = MachineDetector.detect().machine();
        int cores = machine.cores().asOptional().orElse(Runtime.getRuntime().availableProcessors());
        return new Startable(Adapters.here(data, machine, System.getenv()), cores);
    }
}

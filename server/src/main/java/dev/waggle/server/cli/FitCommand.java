package dev.waggle.server.cli;

import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.Measurement;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a model takes of this machine's memories: by the arithmetic, and by the engine's own count. */
@Command(
        name = "fit",
        description = "Say what a model takes of this machine's memory, part by part.",
        mixinStandardHelpOptions = true)
final class FitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A GGUF file, or the id of a model in the data folder.")
    private String model = "";

    @Option(
            names = "--worker",
            paramLabel = "ID",
            description = "As this worker would load it (default: the best one that is installed).")
    private @Nullable String worker;

    @Option(
            names = "--dry-run",
            description =
                    "Ask the engine too: it lays out every buffer on this machine's devices without loading a weight.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws ModelFileException, UnknownIdException {
        Wish wish = load.wish(null, null);
        Starting starting = new Starting(app);
        Subject subject = Subjects.here(starting.waggle(), model);
        Verdict verdict = starting.nearest(subject, wish, worker);
        if (verdict.fit() == null)
            throw new CommandFailure(
                    ExitCode.UNKNOWN,
                    "what " + model + " takes on " + verdict.worker().id()
                            + " is not known: there is no arithmetic for it.");
        Plan plan = starting.startable().plan(verdict, Objects.requireNonNull(subject.file()), Purpose.GENERATE, 0);
        FromWorker.Measured measured = dryRun ? measure(starting, plan) : null;
        PrintWriter out = spec.commandLine().getOut();
        FitPrinter printer = new FitPrinter(verdict, plan, measured);
        if (json) out.println(printer.json());
        else out.print(printer.text());
        out.flush();
        return ExitCode.YES;
    }

    private FromWorker.Measured measure(Starting starting, Plan plan) {
        if (!plan.engine().measures())
            throw new CommandFailure(
                    ExitCode.MISSING_PROGRAM,
                    plan.engine().name().name() + " " + plan.engine().name().version()
                            + " can't tell without loading the model. llama.cpp 0.5 can: waggle workers install llamacpp-cpu.");
        Measurement measurement = starting.processes().measure(plan);
        if (measurement instanceof Measurement.Known known) return known.measured();
        PrintWriter err = spec.commandLine().getErr();
        int code = new RunPrinter(spec.commandLine().getOut(), err, json)
                .failure(((Measurement.Failed) measurement).failure());
        throw new CommandFailure(code, "the dry run failed.");
    }
}

package dev.waggle.server.cli;

import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.Measurement;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.server.app.FitEngine;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What a model takes of memory: on this machine by the arithmetic and by the engine's own count, on a machine that is
 * described by the arithmetic alone, and for whole files of questions.
 */
@Command(
        name = "fit",
        description = "Say what a model takes of memory, part by part: on this machine, or on one described by --gpus.",
        mixinStandardHelpOptions = true)
final class FitCommand implements Callable<Integer> {
    private static final int BUFFER_CHARACTERS = 1 << 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "A GGUF file, or the id of a model in the data folder; for a described machine of the catalog too.")
    private @Nullable String model;

    @Option(
            names = "--questions",
            paramLabel = "FILE.jsonl",
            description = "Answer one question a line, in order; - reads standard input.")
    private @Nullable String questions;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Where the questions' models lie: the model m is DIR/m.gguf.")
    private @Nullable Path models;

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
    private FitOptions options = new FitOptions();

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws ModelFileException, UnknownIdException, IOException {
        if (questions != null || models != null) return questions();
        if (model == null) throw usage("Missing required parameter: 'FILE'; or --questions FILE.jsonl --models DIR");
        if (!options.describeMachine()) return judged(model);
        if (dryRun) throw usage("--dry-run asks this machine's engine; allowed without a described machine");
        if (worker != null) throw usage("--worker is one of this machine; allowed without a described machine");
        return new DescribedFit(app, options, spec, json).answer(model);
    }

    private int questions() throws IOException {
        if (questions == null || models == null) throw usage("--questions FILE.jsonl and --models DIR belong together");
        if (model != null || dryRun || worker != null || options.sayAnything())
            throw usage("--questions takes everything from the questions; allowed with it: --models, --engine, --json");
        if (!Files.isDirectory(models))
            throw new CommandFailure(ExitCode.BAD_INPUT, "--models: there is no folder " + models + ".");
        FitEngine engine = new DescribedFit(app, options, spec, json).engine(app.catalog());
        FitQuestions all = new FitQuestions(engine, new ModelShelf(models));
        Writer out = new BufferedWriter(spec.commandLine().getOut(), BUFFER_CHARACTERS);
        if (questions.equals("-")) return all.answer(System.in, out);
        Path file = Path.of(questions);
        if (!Files.isReadable(file) || Files.isDirectory(file))
            throw new CommandFailure(ExitCode.BAD_INPUT, "--questions: there is no readable file " + file + ".");
        try (InputStream in = Files.newInputStream(file)) {
            return all.answer(in, out);
        }
    }

    private int judged(String name) throws ModelFileException, UnknownIdException {
        Wish wish = options.wish();
        Starting starting = new Starting(app);
        Subject subject = Subjects.here(starting.waggle(), name);
        Verdict verdict = starting.nearest(subject, wish, worker);
        if (verdict.fit() == null)
            throw new CommandFailure(
                    ExitCode.UNKNOWN,
                    "what " + name + " takes on " + verdict.worker().id()
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

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
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

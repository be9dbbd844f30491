package dev.waggle.server.cli;

import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges, starts a worker, generates one answer and ends the worker. */
@Command(
        name = "run",
        description = "Generate an answer with a model, and print it as it comes.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A GGUF file, or the id of a model in the data folder.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "PROMPT", description = "What to ask.")
    private String prompt = "";

    @Option(names = "--raw", description = "Continue the prompt as it is, without the model's chat template.")
    private boolean raw;

    @Option(
            names = "--worker",
            paramLabel = "ID",
            description = "Start this worker (default: the best one that is installed).")
    private @Nullable String worker;

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "Tokens of prompt and answer together (default: what the model was trained for, up to 8192).")
    private @Nullable Long context;

    @Option(names = "--kv-type", paramLabel = "T", description = "Type of the key-value cache: f32, f16, q8_0, q4_0.")
    private @Nullable String kvType;

    @Option(names = "--threads", paramLabel = "N", description = "Processor threads (default: the physical cores).")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "Print one JSON object at the end instead of text.")
    private boolean json;

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws ModelFileException, UnknownIdException {
        if (threads != null && threads < 1) throw usage("--threads is " + threads + "; at least 1");
        GenerationRequest any =
                sampling.request(prompt(false), ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        Starting starting = new Starting(app);
        Subject subject = Subjects.here(starting.waggle(), model);
        VariantEntry variant = subject.variants().get(0);
        boolean chat = !raw && variant.file() != null && variant.file().chatTemplate() != null;
        Verdict verdict = starting.best(subject, wish(chat), worker, spec);
        Plan plan = starting.startable()
                .plan(verdict, Objects.requireNonNull(subject.file()), Purpose.GENERATE, threads == null ? 0 : threads);
        RunPrinter printer =
                new RunPrinter(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
        GenerationRequest request =
                new GenerationRequest(prompt(chat), any.maxTokens(), any.sampling(), any.stop(), any.constraint());
        return run(starting.processes(), plan, request, printer);
    }

    private Wish wish(boolean chat) {
        try {
            return new Wish(chat ? "chat" : "completion", context, null, kvType, null, sampling.parameters());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private Prompt prompt(boolean chat) {
        return chat ? new Prompt.Chat(List.of(new ChatMessage("user", prompt))) : new Prompt.Text(prompt);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static int run(Workers workers, Plan plan, GenerationRequest request, RunPrinter printer) {
        Opening opening = printer.whileLoading(progress -> workers.open(plan, progress));
        if (opening instanceof Opening.Failed failed) return printer.failure(failed.failure());
        try (Worker worker = ((Opening.Ready) opening).worker()) {
            Thread ending = new Thread(worker::close, "end the worker");
            Runtime.getRuntime().addShutdownHook(ending);
            Ended ended = worker.generate(request, printer::text);
            int code = printer.ended(ended, worker, request.sampling().seed());
            Runtime.getRuntime().removeShutdownHook(ending);
            return code;
        }
    }
}

package dev.waggle.server.cli;

import dev.waggle.hardware.MachineDetector;
import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
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

/** Starts a worker, generates one answer and ends the worker. */
@Command(
        name = "run",
        description = "Generate an answer with a model, and print it as it comes.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final int DEFAULT_CONTEXT = 8_192;
    private static final int BATCH_TOKENS = 64;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "A GGUF file.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "PROMPT", description = "What to ask.")
    private String prompt = "";

    @Option(names = "--raw", description = "Continue the prompt as it is, without the model's chat template.")
    private boolean raw;

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "Tokens of prompt and answer together (default: what the model was trained for, up to 8192).")
    private @Nullable Integer context;

    @Option(names = "--threads", paramLabel = "N", description = "Processor threads (default: the physical cores).")
    private @Nullable Integer threads;

    @Option(names = "--data", paramLabel = "DIR", description = "Waggle's data folder.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print one JSON object at the end instead of text.")
    private boolean json;

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Override
    public Integer call() throws ModelFileException {
        GenerationRequest request = request();
        ModelFile model = ModelFile.read(file);
        Engine engine = LlamaJavaEngine.here();
        refuseUnknownArchitecture(model);
        if (model.chatTemplate() != null && !raw)
            request = GenerationRequest.free(
                    new Prompt.Chat(List.of(new ChatMessage("user", prompt))),
                    request.maxTokens(),
                    request.sampling(),
                    request.stop());
        Plan plan = new Plan(engine, file.toAbsolutePath(), settings(model), List.of());
        RunPrinter printer =
                new RunPrinter(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
        return run(plan, request, printer);
    }

    private GenerationRequest request() {
        try {
            Sampling chosen = sampling.sampling(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
            return GenerationRequest.free(new Prompt.Text(prompt), sampling.maxTokens(), chosen, sampling.stop());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private static void refuseUnknownArchitecture(ModelFile model) {
        if (LlamaJavaEngine.architectures().contains(model.architecture())) return;
        throw new CommandFailure(
                ExitCode.NO,
                "llama.cpp b4916 does not know the architecture '"
                        + model.architecture() + "'. It knows: "
                        + String.join(" ", new TreeSet<>(LlamaJavaEngine.architectures())) + ".");
    }

    private LoadSettings settings(ModelFile model) {
        long trained = model.trainedContext().orElse(DEFAULT_CONTEXT);
        int tokens = context == null ? (int) Math.min(trained, DEFAULT_CONTEXT) : context;
        try {
            return new LoadSettings(
                    Purpose.GENERATE,
                    tokens,
                    BATCH_TOKENS,
                    BATCH_TOKENS,
                    threads == null ? physicalCores() : threads,
                    "cpu",
                    List.of(),
                    0,
                    0,
                    "f16",
                    false);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private static int physicalCores() {
        return MachineDetector.detect()
                .machine()
                .cores()
                .asOptional()
                .orElse(Runtime.getRuntime().availableProcessors());
    }

    private int run(Plan plan, GenerationRequest request, RunPrinter printer) {
        Opening opening = printer.whileLoading(progress -> workers().open(plan, progress));
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

    private Workers workers() {
        Path folder = DataFolder.of(data, System.getenv()).resolve("workers");
        try {
            return new Workers(folder, Deadlines.standard());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.MISSING_PROGRAM,
                    "the folder " + folder + " can't be used: " + e.getMessage() + ". --data names another.");
        }
    }
}

package dev.waggle.server.cli;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.RandomModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.server.app.Quantity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model, so that everything can be tried with nothing downloaded. */
@Command(
        name = "demo-model",
        description = {
            "Make a tiny model that says one known sentence, so that everything can be tried with nothing downloaded.",
            "With --random-megabytes, make one of random weights instead: it says nonsense at the speed of a real model."
        },
        mixinStandardHelpOptions = true)
final class DemoModelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist.")
    private Path file = Path.of("");

    @Option(
            names = "--sentence",
            defaultValue = KnownAnswerModel.SENTENCE,
            description = "What it says (default: ${DEFAULT-VALUE}).")
    private String sentence = KnownAnswerModel.SENTENCE;

    @Option(
            names = "--arch",
            defaultValue = "llama",
            description = "Its architecture: llama or qwen2 (default: llama).")
    private String architecture = "llama";

    @Option(names = "--type", description = "Type of its weights: F32 or F16; of random ones also Q8_0 or Q4_0.")
    private @Nullable GgmlType type;

    @Option(names = "--random-megabytes", paramLabel = "N", description = "Random weights of at least N MB.")
    private @Nullable Integer randomMegabytes;

    @Override
    public Integer call() throws IOException {
        SyntheticArchitecture chosen = SyntheticArchitecture.byId(architecture)
                .orElseThrow(() -> usage("--arch is '" + architecture + "'; allowed: llama, qwen2"));
        if (Files.exists(file))
            throw new CommandFailure(ExitCode.BAD_INPUT, file + " exists already; remove it or choose another name.");
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder))
            throw new CommandFailure(ExitCode.BAD_INPUT, "there is no folder " + folder + ".");
        try {
            write(chosen);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + ", " + Quantity.bytes(Files.size(file)) + ". Try: waggle run " + file + " "
                + KnownAnswerModel.PROMPT);
        out.flush();
        return ExitCode.YES;
    }

    private void write(SyntheticArchitecture chosen) throws IOException {
        if (randomMegabytes == null)
            new KnownAnswerModel(sentence, chosen, type == null ? GgmlType.F32 : type).write(file);
        else if (randomMegabytes < 1) throw new IllegalArgumentException("--random-megabytes must be 1 or more");
        else
            RandomModel.ofAtLeast(randomMegabytes * 1_000_000L, type == null ? GgmlType.Q4_0 : type, 1)
                    .write(file);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

package dev.waggle.server.cli;

import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.Policy;
import dev.waggle.rules.fit.FitAnswer;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.server.app.FitEngine;
import dev.waggle.server.app.FitForm;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a model takes on a machine that is described on the command line: nothing is detected, judged or started. */
final class DescribedFit {
    private final AppOptions app;
    private final FitOptions options;
    private final CommandSpec spec;
    private final boolean json;

    DescribedFit(AppOptions app, FitOptions options, CommandSpec spec, boolean json) {
        this.app = app;
        this.options = options;
        this.spec = spec;
        this.json = json;
    }

    /** A model's file, null where its shape is not on record, and what to call it. */
    private record Named(String name, @Nullable ModelFile file) {}

    int answer(String model) throws ModelFileException, UnknownIdException {
        FitForm form = options.form();
        Long gpuMemoryBytes = options.gpuMemoryBytes();
        Catalog catalog = app.catalog();
        FitEngine engine = engine(catalog);
        Named named = named(model, catalog);
        ModelFile file = named.file();
        if (file == null) return none("unknown", "the shape of " + model + " is not on record");
        FitAnswer answer = engine.fit(
                file,
                form,
                gpuMemoryBytes == null ? FitEngine.ANY_CAPACITY : gpuMemoryBytes,
                overhead(catalog.policy()));
        if (!(answer instanceof FitAnswer.Known known)) return none(answer);
        DescribedFitPrinter printer =
                new DescribedFitPrinter(named.name(), file, engine.entry(), form, gpuMemoryBytes, known.fit());
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(printer.json());
        else out.print(printer.text());
        out.flush();
        return Boolean.FALSE.equals(printer.fits()) ? ExitCode.NO : ExitCode.YES;
    }

    /** The engine of the options; one that the catalog doesn't have is a usage error. */
    FitEngine engine(Catalog catalog) {
        String name = options.engine();
        try {
            return FitEngine.of(catalog, name == null ? FitEngine.DEFAULT : name);
        } catch (UnknownIdException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--engine is '" + name + "'; allowed: " + String.join(", ", FitEngine.names(catalog)));
        }
    }

    private static FitEngine.Overhead overhead(Policy policy) {
        return new FitEngine.Overhead(
                policy.runtimeOverheadBytes().getOrDefault("cuda", 0L),
                policy.runtimeOverheadBytes().getOrDefault("cpu", 0L));
    }

    private Named named(String model, Catalog catalog) throws ModelFileException, UnknownIdException {
        if (Subjects.isPath(model)) {
            Path file = Path.of(model);
            String name = String.valueOf(file.getFileName());
            return new Named(name.replaceFirst("\\.gguf$", ""), ModelFile.read(file));
        }
        Subject subject = new Waggle(catalog, new RuleSet(app.book()), app.dataFolder()).subject(model);
        if (subject.variants().size() > 1)
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    model + " has several variants; name one: "
                            + subject.variants().stream()
                                    .map(variant -> model + ":" + variant.id())
                                    .collect(Collectors.joining(", ")));
        return new Named(subject.model().id(), subject.variants().get(0).file());
    }

    private int none(FitAnswer answer) {
        return answer instanceof FitAnswer.NotApplicable no
                ? none("not-applicable", no.why())
                : none("unknown", ((FitAnswer.Unknown) answer).why());
    }

    private int none(String kind, String why) {
        if (!json) throw new CommandFailure(ExitCode.UNKNOWN, "what it takes is not known: " + why + ".");
        PrintWriter out = spec.commandLine().getOut();
        out.println(Json.pretty(Map.of("error", FitQuestions.error(kind, why))));
        out.flush();
        return ExitCode.UNKNOWN;
    }
}

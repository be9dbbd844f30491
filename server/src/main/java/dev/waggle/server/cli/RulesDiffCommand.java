package dev.waggle.server.cli;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogException;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.impact.Impact;
import dev.waggle.rules.impact.VersionStep;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.json.ImpactJson;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which verdicts a changed rule book or catalog would change. */
@Command(
        name = "diff",
        description = {
            "Say which verdicts change under an edited rule book or catalog, on all models, workers and named machines.",
            "Exit code 0: all that ran still runs; 1: something would no longer run; 65: the edit has errors."
        },
        mixinStandardHelpOptions = true)
final class RulesDiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AppOptions app = new AppOptions();

    @Parameters(
            paramLabel = "DIR",
            description =
                    "The edited rule book; or a folder with the edited book in book/, the edited catalog in catalog/,"
                            + " or both.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "5",
            description = "Examples of each move (default: 5).")
    private int examples = 5;

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder))
            throw new CommandFailure(ExitCode.BAD_INPUT, "there is no folder " + folder + ".");
        Waggle before = app.waggle();
        Impact impact = before.impactOf(before.with(catalog(before), new RuleSet(book(before))));
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(Json.pretty(ImpactJson.of(impact)));
        else new ImpactPrinter(out, examples).print(impact);
        out.flush();
        boolean stops = impact.step() == VersionStep.MAJOR || !impact.broken().isEmpty();
        return stops ? ExitCode.NO : ExitCode.YES;
    }

    private RuleBook book(Waggle before) {
        boolean parts = hasParts();
        Path book = parts ? folder.resolve("book") : folder;
        if (parts && !Files.isDirectory(book)) return before.judge().rules().book();
        try {
            return BookFolder.read(book);
        } catch (BookException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the edited rule book is not loaded:\n" + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the rule book can't be read: " + e.getMessage());
        }
    }

    private Catalog catalog(Waggle before) {
        Path catalog = folder.resolve("catalog");
        if (!hasParts() || !Files.isDirectory(catalog)) return before.catalog();
        try {
            return CatalogLoader.load(catalog);
        } catch (CatalogException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the edited catalog is not loaded: " + e.getMessage());
        }
    }

    private boolean hasParts() {
        return Files.isDirectory(folder.resolve("book")) || Files.isDirectory(folder.resolve("catalog"));
    }
}

package dev.waggle.server.cli;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.trial.TrialReport;
import dev.waggle.server.json.Json;
import dev.waggle.server.json.TrialJson;
import dev.waggle.server.rulebook.TrialResult;
import dev.waggle.server.rulebook.Trials;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a rule book, compiles it and judges its cases, as it is done before rules go live. */
@Command(
        name = "test",
        description = "Check a rule book, compile it, and judge every case.",
        mixinStandardHelpOptions = true)
final class RulesTestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "A rule book (default: --book, or the shipped one).")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws IOException {
        TrialReport report = report();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(TrialJson.report(report)));
        } else {
            report.allErrors().forEach(out::println);
            int cases = report.passed() + report.failed().size();
            if (report.passes()) out.println(report.rules() + " rules, " + cases + " cases: all as they must be.");
            else if (report.errors().isEmpty())
                out.println(report.failed().size() + " of " + cases + " cases went otherwise than they must.");
        }
        out.flush();
        return report.passes() ? ExitCode.YES : ExitCode.BAD_INPUT;
    }

    private TrialReport report() throws IOException {
        Map<String, String> book;
        try {
            book = book();
        } catch (BookException e) {
            return new TrialReport(e.errors(), 0, 0, List.of());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the rule book can't be read: " + e.getMessage());
        }
        Path place = Files.createTempDirectory("waggle-");
        try (Trials trials = new Trials(place)) {
            TrialResult result = trials.run(book);
            if (result instanceof TrialResult.Passed passed) return passed.report();
            if (result instanceof TrialResult.Refused refused) return refused.report();
            if (result instanceof TrialResult.NotStarted)
                throw new CommandFailure(ExitCode.FAULT, result.errors().get(0).found());
            return new TrialReport(result.errors(), 0, 0, List.of());
        } finally {
            Files.deleteIfExists(place);
        }
    }

    private Map<String, String> book() throws BookException, IOException {
        Optional<Path> book = folder == null ? app.bookFolder() : Optional.of(AppOptions.folder(folder));
        return book.isEmpty() ? BookFolder.embeddedTexts() : BookFolder.texts(book.get());
    }
}

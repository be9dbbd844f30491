package dev.waggle.server.cli;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.LintReport;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.CatalogWords;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.drools.BookLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** Looks a rule book over and tells, for people and for editors, what is wrong or odd in it. */
@Command(
        name = "lint",
        description = {
            "Check a rule book: grammar, facts, words, messages, ids, cases. Nothing is compiled, nothing runs.",
            "Errors keep a book from being loaded; warnings are probably slips. Either ends with exit code 65."
        },
        mixinStandardHelpOptions = true)
final class RulesLintCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "A rule book (default: --book, or the shipped one).")
    private @Nullable Path folder;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text (file:line:column: message, as compilers print it), json, or github (annotations of a"
                    + " workflow). Default: text.")
    private LintFormat format = LintFormat.text;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(names = "--errors-only", description = "Leave warnings out.")
    private boolean errorsOnly;

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() {
        Optional<Path> book = folder == null ? app.bookFolder() : Optional.of(AppOptions.folder(folder));
        LintReport report = report(book);
        if (errorsOnly) report = report.withoutWarnings();
        PrintWriter out = spec.commandLine().getOut();
        LintFormat chosen = json ? LintFormat.json : format;
        chosen.print(report, book.map(Path::toString).orElse(""), out);
        boolean clean = report.errors().isEmpty() && report.warnings().isEmpty();
        if (clean && chosen == LintFormat.text) {
            RuleBook rules = report.book().orElseThrow();
            out.println(rules.rules().size() + " rules and " + rules.cases().size()
                    + " cases: nothing to find fault with.");
        }
        out.flush();
        return clean ? ExitCode.YES : ExitCode.BAD_INPUT;
    }

    private LintReport report(Optional<Path> book) {
        try {
            Map<String, String> texts = book.isEmpty() ? BookFolder.embeddedTexts() : BookFolder.texts(book.get());
            return BookLoader.lint(texts, CatalogWords.of(app.catalog()));
        } catch (BookException e) {
            return LintReport.refused(e.errors());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the rule book can't be read: " + e.getMessage());
        }
    }
}

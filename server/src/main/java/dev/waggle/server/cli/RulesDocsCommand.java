package dev.waggle.server.cli;

import dev.waggle.rules.catalog.CatalogWords;
import dev.waggle.rules.docs.BookPages;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the pages about a rule book. */
@Command(
        name = "docs",
        description = "Write a page for each rule, an index by concern, and a page of every fact a rule can read.",
        mixinStandardHelpOptions = true)
final class RulesDocsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Where to write them; pages of the same name are replaced.")
    private Path folder = Path.of("");

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws IOException {
        Map<String, String> pages = BookPages.of(app.book(), CatalogWords.of(app.catalog()));
        TextFiles.write(folder, pages);
        PrintWriter out = spec.commandLine().getOut();
        out.println(pages.size() + " pages in " + folder + ".");
        out.flush();
        return ExitCode.YES;
    }
}

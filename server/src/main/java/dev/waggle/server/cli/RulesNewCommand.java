package dev.waggle.server.cli;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.NewRule;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.drools.BookLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Begins a rule in a book: its lines and its cases, for the author to fill in. */
@Command(
        name = "new",
        description = {
            "Begin a rule in the book of --book: a free id, and the lines to fill in.",
            "The linter then leads through what is still missing."
        },
        mixinStandardHelpOptions = true)
final class RulesNewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ID",
            description = "Its id, such as MEM-040; or a concern's letters, for the next free id.")
    private String id = "";

    @Option(
            names = "--title",
            paramLabel = "TITLE",
            defaultValue = "",
            description = "What it is about, in a few words.")
    private String title = "";

    @Option(
            names = "--concern",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The folder of a new concern; needed where the letters are new.")
    private String concern = "";

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws IOException {
        Path book = app.bookFolder()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "the shipped book is part of the program. Copy it first: waggle rules copy DIR, then add --book"
                                + " DIR."));
        try {
            Map<String, String> texts = BookFolder.texts(book);
            NewRule begun = NewRule.in(BookLoader.load(texts), id, title, concern);
            Map<String, String> changed = begun.addedTo(texts);
            TextFiles.write(book, changed);
            PrintWriter out = spec.commandLine().getOut();
            out.println(begun.id() + " begun. Fill it in, then: waggle rules lint " + book);
            changed.keySet().stream().sorted().forEach(file -> out.println("  " + book.resolve(file)));
            out.flush();
            return ExitCode.YES;
        } catch (BookException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "the book must be in order before a rule is added:\n" + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()) + ".");
        }
    }
}

package dev.waggle.server.cli;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.drools.BookFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a book's files to a folder where they can be edited. */
@Command(
        name = "copy",
        description = "Copy the rule book to a folder where you can edit it; use it with --book DIR.",
        mixinStandardHelpOptions = true)
final class RulesCopyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "A folder that is new or empty.")
    private Path folder = Path.of("");

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws IOException {
        if (Files.exists(folder) && !isEmptyFolder(folder))
            throw new CommandFailure(ExitCode.BAD_INPUT, folder + " is not empty: name a new folder.");
        Map<String, String> texts = texts();
        TextFiles.write(folder, texts);
        PrintWriter out = spec.commandLine().getOut();
        out.println(texts.size() + " files in " + folder + ". Edit them, then: waggle rules lint " + folder);
        out.flush();
        return ExitCode.YES;
    }

    private Map<String, String> texts() throws IOException {
        Optional<Path> book = app.bookFolder();
        try {
            return book.isEmpty() ? BookFolder.embeddedTexts() : BookFolder.texts(book.get());
        } catch (BookException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the rule book can't be copied:\n" + e.getMessage());
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return false;
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}

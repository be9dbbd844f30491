package dev.waggle.server.cli;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogException;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.rulebook.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where catalog, rule book and data lie; the shipped ones unless said otherwise. */
final class AppOptions {
    @Option(names = "--book", paramLabel = "DIR", description = "A rule book instead of the shipped one.")
    private @Nullable Path book;

    @Option(names = "--catalog", paramLabel = "DIR", description = "A catalog instead of the shipped one.")
    private @Nullable Path catalog;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Waggle's data folder (default: $WAGGLE_DATA, or ~/.local/share/waggle).")
    private @Nullable Path data;

    Path dataFolder() {
        return DataFolder.of(data, System.getenv());
    }

    /** The folders that were named instead of what is shipped. */
    Folders folders() {
        return new Folders(book, catalog);
    }

    /** Reads both; what is wrong with them ends the command. */
    Waggle waggle() {
        return new Waggle(catalog(), new RuleSet(book()), dataFolder());
    }

    RuleBook book() {
        try {
            return book == null ? BookFolder.embedded() : BookFolder.read(folder(book));
        } catch (BookException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the rule book is not loaded:\n" + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the rule book can't be read: " + e.getMessage());
        }
    }

    Catalog catalog() {
        try {
            return catalog == null ? CatalogLoader.embedded() : CatalogLoader.load(folder(catalog));
        } catch (CatalogException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the catalog is not loaded: " + e.getMessage());
        }
    }

    /** The folder of the book, where it is not the shipped one. */
    Optional<Path> bookFolder() {
        return Optional.ofNullable(book).map(AppOptions::folder);
    }

    /** The folder, where there is one. */
    static Path folder(Path folder) {
        if (!Files.isDirectory(folder))
            throw new CommandFailure(ExitCode.BAD_INPUT, "there is no folder " + folder + ".");
        return folder;
    }
}

package dev.waggle.server.cli;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleError;
import dev.waggle.server.app.Live;
import dev.waggle.server.http.Routes;
import dev.waggle.server.pages.Pages;
import dev.waggle.server.routes.RulebookRoutes;
import dev.waggle.server.rulebook.FolderWatch;
import dev.waggle.server.rulebook.Folders;
import dev.waggle.server.rulebook.Guard;
import dev.waggle.server.rulebook.NotTriedException;
import dev.waggle.server.rulebook.Opening;
import dev.waggle.server.rulebook.Publisher;
import dev.waggle.server.rulebook.Source;
import dev.waggle.server.rulebook.Trials;
import dev.waggle.server.rulebook.VersionStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules and the catalog of a service: what is live, how it changes, and who watches. */
final class Rulebook implements AutoCloseable {
    private final Live live;
    private final Publisher publisher;
    private final Trials trials;
    private final Folders folders;
    private final List<RuleError> problems;
    private @Nullable FolderWatch watch;

    private Rulebook(Opening opening, VersionStore store, Trials trials, Folders folders, Guard guard) {
        this.live = new Live(opening.edition().waggle());
        this.trials = trials;
        this.folders = folders;
        this.problems = opening.problems();
        this.publisher = new Publisher(live, opening, store, trials, guard);
    }

    /** What folders hold that were named on the command line, else the newest version in the data folder. */
    static Rulebook open(AppOptions app, Path data) throws IOException {
        Folders folders = app.folders();
        Path place = data.resolve("rulebook");
        VersionStore store = VersionStore.open(place);
        Guard guard = Guard.OF_WHAT_WORKS;
        Trials trials = new Trials(place.resolve("trials"));
        try {
            Opening opening =
                    folders.isEmpty() ? Opening.of(store, data) : inFolders(folders, store, data, trials, guard);
            return new Rulebook(opening, store, trials, folders, guard);
        } catch (RuntimeException | Error e) {
            trials.close();
            throw e;
        }
    }

    /** What a later save would have to pass, folders that are there at the start pass too; else nothing is started. */
    private static Opening inFolders(Folders folders, VersionStore store, Path data, Trials trials, Guard guard) {
        trials.prepare();
        try {
            return Opening.of(read(folders), store, data, trials, guard);
        } catch (BookException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "what is in the folder can't go live; repair it and start again:\n" + e.getMessage());
        } catch (NotTriedException e) {
            throw new CommandFailure(ExitCode.FAULT, String.valueOf(e.getMessage()));
        }
    }

    private static Source read(Folders folders) throws BookException {
        Path book = folders.book();
        Path catalog = folders.catalog();
        if (book != null) AppOptions.folder(book);
        if (catalog != null) AppOptions.folder(catalog);
        try {
            return folders.read(Source.shipped());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the folder can't be read: " + e.getMessage());
        }
    }

    Live live() {
        return live;
    }

    void addTo(Routes routes) {
        boolean inFolder = !folders.isEmpty();
        RulebookRoutes.addTo(routes, publisher, inFolder);
        Pages.addTo(routes, live, publisher, inFolder);
    }

    /** Tells what is wrong with what is not live, now and whenever a watched folder is saved. */
    void watch(PrintWriter err) {
        problems.forEach(problem -> say(err, problem.toString()));
        if (folders.isEmpty()) return;
        trials.prepare();
        watch = FolderWatch.start(folders, publisher, errors -> {
            if (errors.isEmpty())
                say(
                        err,
                        "the rules you saved are live: version "
                                + publisher.edition().version().number());
            else say(err, "what you saved is not live, what was before still is:");
            errors.forEach(error -> say(err, "  " + error));
        });
    }

    private static void say(PrintWriter err, String line) {
        err.println("waggle: " + line);
        err.flush();
    }

    @Override
    public void close() {
        if (watch != null) watch.close();
        trials.close();
    }
}

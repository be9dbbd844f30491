package dev.waggle.server.cli;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleError;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.http.Routes;
import dev.waggle.server.pages.Pages;
import dev.waggle.server.routes.RulebookRoutes;
import dev.waggle.server.rulebook.FolderWatch;
import dev.waggle.server.rulebook.Folders;
import dev.waggle.server.rulebook.Guard;
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

    private Rulebook(Opening opening, VersionStore store, Trials trials, Folders folders) {
        this.live = new Live(opening.edition().waggle());
        this.trials = trials;
        this.folders = folders;
        this.problems = opening.problems();
        this.publisher = new Publisher(live, opening, store, trials, Guard.OF_WHAT_WORKS);
    }

    /** What folders hold that were named on the command line, else the newest version in the data folder. */
    static Rulebook open(AppOptions app, Path data) throws IOException {
        Folders folders = app.folders();
        Path place = data.resolve("rulebook");
        VersionStore store = VersionStore.open(place);
        Opening opening = folders.isEmpty() ? Opening.of(store, data) : inFolders(app, folders, store);
        return new Rulebook(opening, store, new Trials(place.resolve("trials")), folders);
    }

    private static Opening inFolders(AppOptions app, Folders folders, VersionStore store) throws IOException {
        Waggle waggle = app.waggle();
        try {
            return Opening.of(folders.read(Source.shipped()), waggle, store);
        } catch (BookException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "the rule book is not loaded:\n" + e.getMessage());
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

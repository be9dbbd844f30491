package dev.waggle.server;

import dev.waggle.hardware.MachineDetector;
import dev.waggle.rules.trial.Trial;
import dev.waggle.rules.trial.TrialReport;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.runs.RunLimits;
import dev.waggle.runtime.runs.Runs;
import dev.waggle.server.app.Adapters;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Startable;
import dev.waggle.server.http.Routes;
import dev.waggle.server.pages.Pages;
import dev.waggle.server.routes.CatalogRoutes;
import dev.waggle.server.routes.FitRoutes;
import dev.waggle.server.routes.GenerationRoutes;
import dev.waggle.server.routes.JudgeRoutes;
import dev.waggle.server.routes.RulebookRoutes;
import dev.waggle.server.routes.RunRoutes;
import dev.waggle.server.rulebook.Guard;
import dev.waggle.server.rulebook.Opening;
import dev.waggle.server.rulebook.Publisher;
import dev.waggle.server.rulebook.TrialResult;
import dev.waggle.server.rulebook.Trying;
import dev.waggle.server.rulebook.VersionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Every route of the service, with all that stands behind them, on a data folder. Trials run in this process. */
public record ProductRoutes(Routes routes, Publisher publisher, Runs runs) implements AutoCloseable {
    /**
     * All of them.
     *
     * @param inFolder whether the rules are said to follow a folder
     */
    public static ProductRoutes on(Path data, boolean inFolder) throws IOException {
        VersionStore store = VersionStore.open(data.resolve("rulebook"));
        Opening opening = Opening.of(store, data);
        Live live = new Live(opening.edition().waggle());
        Publisher publisher = new Publisher(live, opening, store, inThisProcess(), Guard.OF_WHAT_WORKS);
        Runs runs = new Runs(new Workers(data.resolve("workers"), Deadlines.standard()), RunLimits.standard());
        Startable startable =
                new Startable(Adapters.here(data, MachineDetector.detect().machine(), Map.of()), 2);
        Routes routes = new Routes();
        RulebookRoutes.addTo(routes, publisher, inFolder);
        CatalogRoutes.addTo(routes, live);
        JudgeRoutes.addTo(routes, live);
        FitRoutes.addTo(routes, live);
        GenerationRoutes.addTo(routes, live, startable, runs);
        RunRoutes.addTo(routes, live, startable, runs);
        Pages.addTo(routes, live, publisher, inFolder);
        return new ProductRoutes(routes, publisher, runs);
    }

    private static Trying inThisProcess() {
        return new Trying() {
            @Override
            public TrialResult run(Map<String, String> book) {
                TrialReport report = Trial.of(book);
                return report.passes() ? new TrialResult.Passed(report) : new TrialResult.Refused(report);
            }

            @Override
            public void prepare() {}
        };
    }

    @Override
    public void close() {
        runs.close();
    }
}

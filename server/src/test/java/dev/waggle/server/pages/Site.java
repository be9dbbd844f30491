package dev.waggle.server.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.waggle.hardware.MachineDetector;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.runs.RunLimits;
import dev.waggle.runtime.runs.Runs;
import dev.waggle.server.app.Adapters;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Startable;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.http.HttpServer;
import dev.waggle.server.http.Routes;
import dev.waggle.server.http.ServerSettings;
import dev.waggle.server.http.Tokens;
import dev.waggle.server.routes.CatalogRoutes;
import dev.waggle.server.routes.GenerationRoutes;
import dev.waggle.server.routes.JudgeRoutes;
import dev.waggle.server.routes.RunRoutes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The whole service on a free port, with the demo model, one with a hostile name, one of an architecture that no engine
 * knows, and a file that is no model.
 */
final class Site implements AutoCloseable {
    /** As long as the demo model's own name, so that it can take its place in the file. */
    static final String HOSTILE_NAME = "<b id=evil>hi</b>'\"";

    private final Runs runs;
    private final HttpServer server;

    Site(Path data) throws IOException {
        Path models = Files.createDirectories(data.resolve("models"));
        Path demo = models.resolve("waggle-demo.gguf");
        new KnownAnswerModel(KnownAnswerModel.SENTENCE, SyntheticArchitecture.LLAMA, GgmlType.F32).write(demo);
        String bytes = Files.readString(demo, ISO_8859_1);
        Files.writeString(
                models.resolve("hostile.gguf"), bytes.replace("waggle-known-answer", HOSTILE_NAME), ISO_8859_1);
        Files.writeString(models.resolve("odd.gguf"), bytes.replace("llama", "lxxma"), ISO_8859_1);
        Files.writeString(models.resolve("no<i>model.gguf"), "not a model");
        Live live = new Live(new Waggle(CatalogLoader.embedded(), new RuleSet(BookFolder.embedded()), data));
        runs = new Runs(new Workers(data.resolve("workers"), Deadlines.standard()), RunLimits.standard());
        Routes routes = new Routes();
        CatalogRoutes.addTo(routes, live);
        JudgeRoutes.addTo(routes, live);
        Startable startable =
                new Startable(Adapters.here(data, MachineDetector.detect().machine(), Map.of()), 2);
        GenerationRoutes.addTo(routes, live, startable, runs);
        RunRoutes.addTo(routes, live, startable, runs);
        Pages.addTo(routes, live);
        server = HttpServer.start(ServerSettings.loopback(0), Tokens.in(data), routes);
    }

    URI at(String path) {
        return server.address().resolve(path);
    }

    URI signInLink() {
        return server.newSignInLink();
    }

    @Override
    public void close() {
        server.close();
        runs.close();
    }
}

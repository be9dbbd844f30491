package dev.waggle.server.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.hardware.MachineDetector;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.runs.RunLimits;
import dev.waggle.runtime.runs.RunState;
import dev.waggle.runtime.runs.RunWorker;
import dev.waggle.runtime.runs.Runs;
import dev.waggle.server.app.Adapters;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Startable;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.http.HttpServer;
import dev.waggle.server.http.Routes;
import dev.waggle.server.http.ServerSettings;
import dev.waggle.server.http.Tokens;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole service on a free port, and somebody who talks to it. */
final class Client implements AutoCloseable {
    /** What the service answered. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            try {
                return Json.MAPPER.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError(response.body(), e);
            }
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final Runs runs;
    private final HttpServer server;
    private final String token;

    Client(Path data) throws IOException {
        Files.createDirectories(data);
        Live live = new Live(new Waggle(CatalogLoader.embedded(), new RuleSet(BookFolder.embedded()), data));
        runs = new Runs(new Workers(data.resolve("workers"), Deadlines.standard()), RunLimits.standard());
        Routes routes = new Routes();
        CatalogRoutes.addTo(routes, live);
        JudgeRoutes.addTo(routes, live);
        FitRoutes.addTo(routes, live);
        Startable startable =
                new Startable(Adapters.here(data, MachineDetector.detect().machine(), Map.of()), 2);
        GenerationRoutes.addTo(routes, live, startable, runs);
        RunRoutes.addTo(routes, live, startable, runs);
        server = HttpServer.start(ServerSettings.loopback(0), Tokens.in(data), routes);
        token = Files.readString(data.resolve("user.token")).strip();
    }

    URI address(String path) {
        return server.address().resolve(path);
    }

    String token() {
        return token;
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(address(path)), false);
    }

    Answer getSignedIn(String path) {
        return send(HttpRequest.newBuilder(address(path)), true);
    }

    Answer post(String path, String json) {
        return send(body(path, json), false);
    }

    Answer postSignedIn(String path, String json) {
        return send(body(path, json), true);
    }

    private HttpRequest.Builder body(String path, String json) {
        return HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.replace('\'', '"')));
    }

    Answer send(HttpRequest.Builder request, boolean signedIn) {
        if (signedIn) request.header("Authorization", "Bearer " + token);
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError("the service does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The process of the worker that is answering. */
    @Nullable
    Long workerPid() {
        return runs.runs().stream()
                .filter(run -> run.state() instanceof RunState.Busy)
                .flatMap(run -> run.worker().stream())
                .map(RunWorker::pid)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        server.close();
        runs.close();
    }
}

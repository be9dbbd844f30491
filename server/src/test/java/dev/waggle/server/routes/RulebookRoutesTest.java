package dev.waggle.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.trial.Trial;
import dev.waggle.rules.trial.TrialReport;
import dev.waggle.server.app.Live;
import dev.waggle.server.http.HttpServer;
import dev.waggle.server.http.Routes;
import dev.waggle.server.http.ServerSettings;
import dev.waggle.server.http.Tokens;
import dev.waggle.server.json.Json;
import dev.waggle.server.rulebook.Guard;
import dev.waggle.server.rulebook.Opening;
import dev.waggle.server.rulebook.Publisher;
import dev.waggle.server.rulebook.TrialResult;
import dev.waggle.server.rulebook.Trying;
import dev.waggle.server.rulebook.VersionStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Editing rules over HTTP: the shipped book, trials in this process. */
class RulebookRoutesTest {
    private static final String DRL = "memory/memory.drl";
    private static final String CASES = "memory/memory.cases.yaml";

    @TempDir
    Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private Publisher publisher;
    private HttpServer server;
    private String admin = "";
    private boolean noProcess;

    RulebookRoutesTest() {}

    @BeforeEach
    void start() throws IOException {
        start(false);
    }

    private void start(boolean inFolder) throws IOException {
        VersionStore store = VersionStore.open(data.resolve("rulebook"));
        Opening opening = Opening.of(store, data);
        Live live = new Live(opening.edition().waggle());
        publisher = new Publisher(live, opening, store, inThisProcess(), Guard.OF_WHAT_WORKS);
        Routes routes = new Routes();
        CatalogRoutes.addTo(routes, live);
        JudgeRoutes.addTo(routes, live);
        RulebookRoutes.addTo(routes, publisher, inFolder);
        server = HttpServer.start(ServerSettings.loopback(0), Tokens.in(data), routes);
        admin = Files.readString(data.resolve("admin.token")).strip();
    }

    private Trying inThisProcess() {
        return new Trying() {
            @Override
            public TrialResult run(Map<String, String> book) {
                if (noProcess) return new TrialResult.NotStarted("no process is left");
                TrialReport report = Trial.of(book);
                return report.passes() ? new TrialResult.Passed(report) : new TrialResult.Refused(report);
            }

            @Override
            public void prepare() {}
        };
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.address().resolve(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Object body, @Nullable String ifMatch) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + admin)
                .POST(BodyPublishers.ofString(Json.text(body)));
        if (ifMatch != null) request.header("If-Match", ifMatch);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.MAPPER.readTree(answer.body());
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private String text(String path) throws Exception {
        HttpResponse<String> answer = get("/api/rulebook/files?path=" + path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        return answer.body();
    }

    private static Map<String, Object> change(String path, @Nullable String text) {
        Map<String, @Nullable String> files = new HashMap<>();
        files.put(path, text);
        return Map.of("files", files, "note", "a reason");
    }

    @Test
    void rulebook_shipped_tellsWhatIsLive() throws Exception {
        HttpResponse<String> answer = get("/api/rulebook");
        JsonNode live = json(answer);
        assertThat(live.path("version").asInt()).isZero();
        assertThat(live.path("source").asText()).isEqualTo("shipped");
        assertThat(live.path("time").isNull()).isTrue();
        assertThat(live.path("rules").asInt()).isGreaterThan(20);
        assertThat(live.path("versions")).isEmpty();
        assertThat(live.path("problems")).isEmpty();
        assertThat(tag(answer))
                .isEqualTo('"' + live.path("ruleSet").asText() + "-"
                        + live.path("catalog").asText() + '"');
        assertThat(json(get("/api/rulebook/files")).path("files").findValuesAsText("path"))
                .contains(DRL, CASES, "catalog/policy.yaml")
                .noneMatch(path -> path.endsWith(".gz"));
        assertThat(get("/api/rulebook/files?path=../secret").statusCode()).isEqualTo(404);
        assertThat(get("/api/rulebook/files?path=catalog/models/shapes/qwen3-8b.gguf.gz")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void changes_goodRule_isLiveAtOnce_andAVersion() throws Exception {
        String before = tag(get("/api/rulebook"));
        String text = text(DRL);
        String changed = text.replaceFirst("@message\\( \"[^\"]*\"", "@message( \"Other words.\"");
        HttpResponse<String> answer = post("/api/rulebook/changes", change(DRL, changed), before);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/rulebook/versions/1");
        JsonNode version = json(answer);
        assertThat(version.path("version").asInt()).isEqualTo(1);
        assertThat(version.path("author").asText()).isEqualTo("admin");
        assertThat(version.path("note").asText()).isEqualTo("a reason");
        assertThat(tag(answer)).isNotEqualTo(before).isEqualTo(tag(get("/api/rulebook")));
        assertThat(text(DRL)).isEqualTo(changed);
        assertThat(get("/api/rulebook/files?version=0&path=" + DRL).body()).isEqualTo(text);
        assertThat(json(get("/api/rules")).path("ruleSet")).isEqualTo(version.path("ruleSet"));
        assertThat(get("/api/rules").body()).contains("Other words.");
        JsonNode one = json(get("/api/rulebook/versions/1"));
        assertThat(one.path("changes").properties()).hasSize(1);
        assertThat(one.path("changes").path(DRL).asText()).isEqualTo("changed");
        assertThat(get("/api/rulebook/versions/7").statusCode()).isEqualTo(404);
        assertThat(get("/api/rulebook/versions/x").statusCode()).isEqualTo(404);
        assertThat(json(get("/api/rulebook")).path("source").asText()).isEqualTo("data");
    }

    @Test
    void changes_ofTwoEditors_theSecondIsToldToReadAgain() throws Exception {
        String both = tag(get("/api/rulebook"));
        String text = text(DRL);
        assertThat(post("/api/rulebook/changes", change(DRL, text + "\n// first\n"), both)
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> second = post("/api/rulebook/changes", change(DRL, text + "\n// second\n"), both);
        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(tag(second)).isEqualTo(tag(get("/api/rulebook")));
        assertThat(text(DRL)).endsWith("// first\n");
        assertThat(post("/api/rulebook/changes", change(DRL, text), null).statusCode())
                .isEqualTo(428);
        assertThat(post("/api/rulebook/changes", change(DRL, text), "*").statusCode())
                .isEqualTo(428);
        assertThat(post("/api/rulebook/rollback", Map.of("version", 0), both).statusCode())
                .isEqualTo(412);
    }

    @Test
    void changes_badRule_isRefusedWithEveryError_andNothingChanges() throws Exception {
        HttpResponse<String> before = get("/api/rulebook");
        HttpResponse<String> answer =
                post("/api/rulebook/changes", change(DRL, text(DRL) + "\nrule \"X\" when then end\n"), tag(before));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode error = json(answer).path("errors").path(0);
        assertThat(error.path("file").asText()).isEqualTo(DRL);
        assertThat(error.path("line").asInt()).isPositive();
        assertThat(error.path("message").asText()).startsWith(DRL + ":");
        assertThat(get("/api/rulebook").body()).isEqualTo(before.body());
        assertThat(post("/api/rulebook/changes", change("../x.drl", ""), tag(before))
                        .statusCode())
                .isEqualTo(422);
        assertThat(post("/api/rulebook/changes", change(DRL, text(DRL)), tag(before))
                        .statusCode())
                .as("what is live already")
                .isEqualTo(200);
    }

    @Test
    void changes_ofAnUnusableBody_areRefusedWithPointers() throws Exception {
        String tag = tag(get("/api/rulebook"));
        HttpResponse<String> number = post("/api/rulebook/changes", Map.of("files", Map.of(DRL, 7)), tag);
        assertThat(number.statusCode()).isEqualTo(400);
        assertThat(json(number).path("errors").path(0).path("pointer").asText())
                .startsWith("/files/memory~1memory.drl");
        assertThat(post("/api/rulebook/changes", Map.of("note", "no files"), tag)
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/api/rulebook/changes", Map.of("files", Map.of()), tag).statusCode())
                .isEqualTo(422);
        assertThat(post("/api/rulebook/rollback", Map.of("version", "one"), tag).statusCode())
                .isEqualTo(400);
    }

    @Test
    void changes_ofTheCatalog_answerAtOnce_andRollBack() throws Exception {
        String path = "catalog/machines/gtx-1080-ti.yaml";
        String before = tag(get("/api/rulebook"));
        String memory = json(get("/api/machines/gtx-1080-ti")).path("ramBytes").asText();
        String text = text(path);
        HttpResponse<String> gone = post("/api/rulebook/changes", change(path, null), before);
        assertThat(gone.statusCode()).as(gone.body()).isEqualTo(201);
        assertThat(get("/api/machines/gtx-1080-ti").statusCode()).isEqualTo(404);
        HttpResponse<String> broken = post("/api/rulebook/changes", change(path, text + "\nextra: 1\n"), tag(gone));
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(json(broken).path("errors").path(0).path("file").asText()).isEqualTo(path);
        HttpResponse<String> back = post("/api/rulebook/rollback", Map.of("version", 0), tag(gone));
        assertThat(back.statusCode()).isEqualTo(201);
        assertThat(json(back).path("version").asInt()).isEqualTo(2);
        assertThat(tag(back)).isEqualTo(before);
        assertThat(json(get("/api/machines/gtx-1080-ti")).path("ramBytes").asText())
                .isEqualTo(memory);
        assertThat(publisher.edition().waggle().catalog()).isEqualTo(CatalogLoader.embedded());
    }

    @Test
    void lintAndPreview_tellWithoutChangingAnything() throws Exception {
        String before = get("/api/rulebook").body();
        String text = text(DRL);
        assertThat(json(post("/api/rulebook/lint", change(DRL, text + "rule"), null))
                        .path("errors"))
                .isNotEmpty();
        assertThat(json(post("/api/rulebook/lint", change(DRL, text + "\n// fine\n"), null))
                        .path("errors"))
                .isEmpty();
        JsonNode good = json(post("/api/rulebook/preview", change(DRL, text + "\n// fine\n"), null));
        assertThat(good.path("errors")).isEmpty();
        assertThat(good.path("cases").path("passed").asInt()).isGreaterThan(70);
        assertThat(good.path("impact").path("step").asText()).isEqualTo("patch");
        assertThat(good.path("impact").path("verdicts").asInt()).isGreaterThan(10_000);
        String turned = text.replace("residentBytes > capacityBytes", "residentBytes < capacityBytes");
        assertThat(turned).isNotEqualTo(text);
        JsonNode bad = json(post("/api/rulebook/preview", change(DRL, turned), null));
        assertThat(bad.path("impact").path("step").asText()).isEqualTo("major");
        assertThat(bad.path("impact").path("broken")).isNotEmpty();
        assertThat(bad.path("errors").findValuesAsText("message"))
                .anySatisfy(error -> assertThat(error).contains("is known to work and would be cannot-run: MEM-010"));
        JsonNode failed = bad.path("cases").path("failed").path(0);
        assertThat(failed.path("rule").asText()).startsWith("MEM-");
        assertThat(failed.path("file").asText()).isEqualTo(CASES);
        assertThat(failed.path("line").asInt()).isPositive();
        assertThat(failed.path("expected").asText())
                .isNotEqualTo(failed.path("got").asText());
        assertThat(get("/api/rulebook").body()).isEqualTo(before);
    }

    @Test
    void changes_whereAFolderIsEdited_saySo() throws Exception {
        server.close();
        start(true);
        HttpResponse<String> live = get("/api/rulebook");
        assertThat(json(live).path("source").asText()).isEqualTo("folder");
        HttpResponse<String> answer = post("/api/rulebook/changes", change(DRL, text(DRL) + "\n"), tag(live));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(json(answer).path("detail").asText()).contains("edit the files there");
        assertThat(post("/api/rulebook/rollback", Map.of("version", 0), tag(live))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void version_ofADamagedOne_isTold_withoutWhatItChanged() throws Exception {
        String text = text(DRL);
        HttpResponse<String> first =
                post("/api/rulebook/changes", change(DRL, text + "\n// 1\n"), tag(get("/api/rulebook")));
        post("/api/rulebook/changes", change(DRL, text + "\n// 2\n"), tag(first));
        assertThat(json(get("/api/rulebook/versions/2")).path("changes")).hasSize(1);
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest((text + "\n// 1\n").getBytes(StandardCharsets.UTF_8)));
        Files.delete(data.resolve("rulebook/files").resolve(hash));
        assertThat(get("/api/rulebook/versions/1").statusCode()).isEqualTo(404);
        HttpResponse<String> second = get("/api/rulebook/versions/2");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(json(second).has("changes")).isFalse();
        assertThat(json(second).path("files")).isNotEmpty();
    }

    @Test
    void changes_thatCannotBeTried_areToldToComeLater_andNotBlamed() throws Exception {
        noProcess = true;
        String before = tag(get("/api/rulebook"));
        Map<String, Object> change = change(DRL, text(DRL) + "\n// fine\n");
        for (HttpResponse<String> answer :
                List.of(post("/api/rulebook/changes", change, before), post("/api/rulebook/preview", change, null))) {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer).path("type").asText()).endsWith(":not-tried");
            assertThat(json(answer).path("detail").asText()).contains("no process is left", "try again later");
        }
        noProcess = false;
        assertThat(post("/api/rulebook/changes", change, before).statusCode()).isEqualTo(201);
    }

    @Test
    void restart_afterAChange_isStillTheChange() throws Exception {
        String before = tag(get("/api/rulebook"));
        HttpResponse<String> changed = post("/api/rulebook/changes", change(DRL, text(DRL) + "\n// kept\n"), before);
        server.close();
        start(false);
        HttpResponse<String> again = get("/api/rulebook");
        assertThat(tag(again)).isEqualTo(tag(changed));
        assertThat(json(again).path("versions")).hasSize(1);
        assertThat(text(DRL)).endsWith("// kept\n");
    }

    @Test
    void browser_signedInAsAdmin_changesRulesFromOurOwnPagesOnly() throws Exception {
        URI link = server.newAdminSignInLink();
        HttpResponse<String> signedIn = client.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
        String cookie =
                signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
        String body = Json.text(change(DRL, text(DRL) + "\n// by hand\n"));
        String tag = tag(get("/api/rulebook"));
        for (String origin : new String[] {"", "http://evil.example", "tauri://localhost"}) {
            HttpRequest.Builder request = write(body, tag).header("Cookie", cookie);
            if (!origin.isEmpty()) request.header("Origin", origin);
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        String own = server.address().toString().replaceAll("/$", "");
        HttpRequest.Builder request = write(body, tag).header("Cookie", cookie).header("Origin", own);
        assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(201);
    }

    @Test
    void writes_withoutTheAdminToken_areRefused() throws Exception {
        String user = Files.readString(data.resolve("user.token")).strip();
        String before = get("/api/rulebook").body();
        for (String path : List.of("lint", "preview", "changes", "rollback")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            server.address().resolve("/api/rulebook/" + path))
                    .header("Content-Type", "application/json")
                    .header("If-Match", tag(get("/api/rulebook")))
                    .POST(BodyPublishers.ofString(Json.text(change(DRL, "anything"))));
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .as(path)
                    .isEqualTo(401);
            request.header("Authorization", "Bearer " + user);
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(get("/api/rulebook").body()).isEqualTo(before);
    }

    private HttpRequest.Builder write(String body, String tag) {
        return HttpRequest.newBuilder(server.address().resolve("/api/rulebook/changes"))
                .header("Content-Type", "application/json")
                .header("If-Match", tag)
                .POST(BodyPublishers.ofString(body));
    }
}

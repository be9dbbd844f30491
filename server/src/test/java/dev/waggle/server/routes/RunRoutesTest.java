package dev.waggle.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.server.routes.Client.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Runs over HTTP: started, looked at, asked and ended. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class RunRoutesTest {
    @TempDir
    static Path folder = Path.of("");

    private Client client;

    @BeforeAll
    void start() throws IOException {
        Path models = Files.createDirectories(folder.resolve("data").resolve("models"));
        new KnownAnswerModel(KnownAnswerModel.SENTENCE, SyntheticArchitecture.LLAMA, GgmlType.F32)
                .write(models.resolve("demo.gguf"));
        client = new Client(folder.resolve("data"));
    }

    @AfterAll
    void stop() {
        client.close();
    }

    private JsonNode awaitReady(String path) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        JsonNode run = client.getSignedIn(path).json();
        while (!run.get("state").asText().equals("ready")) {
            assertThat(System.nanoTime()).as(run.toPrettyString()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
            run = client.getSignedIn(path).json();
        }
        return run;
    }

    @Test
    void run_started_answersAndEnds() throws InterruptedException {
        Answer started = client.postSignedIn("/api/runs", "{'model':'demo','settings':{'contextTokens':256}}");
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        String path = started.response().headers().firstValue("Location").orElseThrow();
        JsonNode run = awaitReady(path);
        assertThat(run.at("/worker/contextTokens").asInt()).isEqualTo(256);
        assertThat(run.get("label").asText()).isEqualTo("demo on llamacpp-java-cpu");
        assertThat(ProcessHandle.of(run.at("/worker/pid").asLong())).isPresent();
        assertThat(client.getSignedIn("/api/runs").json().get("runs").findValuesAsText("id"))
                .contains(run.get("id").asText());
        assertThat(started.text()).as("no path of this machine").doesNotContain(folder.toString());
        assertThat(client.postSignedIn("/v1/completions", "{'model':'demo','prompt':'go'}")
                        .json()
                        .at("/choices/0/text")
                        .asText())
                .isEqualTo(KnownAnswerModel.SENTENCE);
        assertThat(client.getSignedIn(path).json().get("answers").asInt())
                .as("the run that was started is the one that answers")
                .isEqualTo(1);

        assertThat(delete(path).status()).isEqualTo(204);
        assertThat(ProcessHandle.of(run.at("/worker/pid").asLong())).isEmpty();
        assertThat(delete(path).status()).isEqualTo(404);
    }

    private Answer delete(String path) {
        return client.send(HttpRequest.newBuilder(client.address(path)).DELETE(), true);
    }

    @Test
    void run_ofAWorkerThatIsNotInstalled_isRefusedWithWhatToDo() {
        Answer answer = client.postSignedIn("/api/runs", "{'model':'demo','worker':'llamacpp-vulkan'}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").asText()).contains("workers install llamacpp-vulkan");
    }

    @Test
    void run_unknown_isNotFound() {
        assertThat(client.getSignedIn("/api/runs/run-77").status()).isEqualTo(404);
        assertThat(client.getSignedIn("/api/runs/..%2f").status()).isIn(400, 404);
        assertThat(client.postSignedIn("/api/runs", "{'model':'nothing'}").status())
                .isEqualTo(404);
        assertThat(client.postSignedIn("/api/runs", "{'model':'demo','worker':'nothing'}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void runs_withoutAToken_areNotShown() {
        assertThat(client.get("/api/runs").status()).isEqualTo(401);
        assertThat(client.post("/api/runs", "{'model':'demo'}").status()).isEqualTo(401);
    }
}

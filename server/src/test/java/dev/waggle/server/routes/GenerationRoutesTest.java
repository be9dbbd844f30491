package dev.waggle.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.RandomModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.server.json.Json;
import dev.waggle.server.routes.Client.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generation over HTTP, by real workers. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class GenerationRoutesTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String ASK = "'messages':[{'role':'user','content':'hello'}]";

    @TempDir
    static Path folder = Path.of("");

    private Client client;

    @BeforeAll
    void start() throws IOException {
        Path models = Files.createDirectories(folder.resolve("data").resolve("models"));
        new KnownAnswerModel(KnownAnswerModel.SENTENCE, SyntheticArchitecture.LLAMA, GgmlType.F32)
                .write(models.resolve("demo.gguf"));
        RandomModel.ofAtLeast(40_000_000, GgmlType.Q4_0, 3).write(models.resolve("random.gguf"));
        ModelHeaders.restore("qwen3-8b", models);
        client = new Client(folder.resolve("data"));
    }

    @AfterAll
    void stop() {
        client.close();
    }

    private Answer ask(String model, String more) {
        return client.postSignedIn(PATH, "{'model':'" + model + "'," + ASK + more + "}");
    }

    @Test
    void models_areThoseThatCanRunHere() {
        List<String> ids = client.getSignedIn("/v1/models").json().get("data").findValuesAsText("id");
        assertThat(ids).contains("demo", "random").doesNotContain("qwen3-8b");
    }

    @Test
    void chat_withoutAToken_isRefused() {
        assertThat(client.post(PATH, "{'model':'demo'," + ASK + "}").status()).isEqualTo(401);
        assertThat(client.get("/v1/models").status()).isEqualTo(401);
    }

    @Test
    void chat_demoModel_saysTheKnownSentence() {
        JsonNode answer = ask("demo", "").json();
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(KnownAnswerModel.SENTENCE);
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isPositive();
    }

    @Test
    void chat_maxTokens_cutsOff() {
        JsonNode answer = ask("demo", ",'max_tokens':3").json();
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(KnownAnswerModel.SENTENCE)
                .startsWith(answer.at("/choices/0/message/content").asText());
    }

    @Test
    void chat_streamed_comesTokenByToken() throws JsonProcessingException {
        Answer answer = ask("demo", ",'stream':true,'stream_options':{'include_usage':true}");
        StringBuilder text = new StringBuilder();
        int chunks = 0;
        for (String line :
                answer.text().lines().filter(line -> line.startsWith("data: {")).toList()) {
            JsonNode chunk = Json.MAPPER.readTree(line.substring("data: ".length()));
            text.append(chunk.at("/choices/0/delta/content").asText(""));
            chunks++;
        }
        assertThat(text.toString()).isEqualTo(KnownAnswerModel.SENTENCE);
        assertThat(chunks).isGreaterThan(8);
        assertThat(answer.text()).contains("\"usage\"").endsWith("data: [DONE]\n\n");
    }

    @Test
    void chat_modelThatCannotRun_isRefusedWithTheFindings() {
        Answer answer = ask("qwen3-8b", "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-model | | 404",
                "llama-3.1-8b | | 409",
                "demo | ,'logit_bias':{} | 400",
                "demo | ,'frequency_penalty':3 | 400",
                "demo | ,'response_format':{'type':'xml'} | 400",
                "demo | ,'response_format':{'type':'json_object'},'grammar':'root' | 400",
                "demo | ,'n':2 | 400",
                "demo | ,'temperature':-1 | 400",
                "demo | ,'stop':[1] | 400",
                "demo | ,'max_tokens':0 | 400",
                "demo:F99 | | 404",
            })
    void chat_badRequest_isExplainedInBothForms(String model, String more, int status) {
        Answer answer = ask(model, more == null ? "" : more);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
    }

    @Test
    void completion_demoModel_continuesTheText() {
        JsonNode answer = client.postSignedIn("/v1/completions", "{'model':'demo','prompt':'go'}")
                .json();
        assertThat(answer.get("object").asText()).isEqualTo("text_completion");
        assertThat(answer.at("/choices/0/text").asText()).isEqualTo(KnownAnswerModel.SENTENCE);
    }

    @Test
    void completion_streamed_comesInPieces() throws JsonProcessingException {
        Answer answer = client.postSignedIn("/v1/completions", "{'model':'demo','prompt':['go'],'stream':true}");
        StringBuilder text = new StringBuilder();
        for (String line :
                answer.text().lines().filter(line -> line.startsWith("data: {")).toList())
            text.append(Json.MAPPER
                    .readTree(line.substring("data: ".length()))
                    .at("/choices/0/text")
                    .asText(""));
        assertThat(text.toString()).isEqualTo(KnownAnswerModel.SENTENCE);
        assertThat(answer.text()).endsWith("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'prompt':['a','b'] | /prompt",
                "'prompt':'a','echo':true | /echo",
                "'prompt':'a','best_of':2 | /best_of",
            })
    void completion_badRequest_isExplained(String body, String pointer) {
        Answer answer = client.postSignedIn("/v1/completions", "{'model':'demo'," + body + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void embeddings_ofAWorkerThatDoesNotEmbed_areRefusedWithTheFindings() {
        Answer answer = client.postSignedIn("/v1/embeddings", "{'model':'demo','input':'go'}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.json().get("verdicts")).isNotEmpty();
    }

    @Test
    void chat_promptLongerThanTheContext_isRefused() {
        String body = "{'model':'demo','messages':[{'role':'user','content':'" + "word ".repeat(5_000) + "'}]}";
        Answer answer = client.postSignedIn(PATH, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("prompt_too_long");
    }

    @Test
    void chat_workerKilled_isToldAndTheNextAnswerComes() throws IOException, InterruptedException {
        try (InputStream stream = stream("random")) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            readTokens(lines, 3);
            Long pid = client.workerPid();
            assertThat(pid).isNotNull();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            long start = System.nanoTime();
            String rest = String.join("\n", lines.lines().toList());
            assertThat(rest).contains("worker-crashed").contains("SIGKILL");
            assertThat((System.nanoTime() - start) / 1e6).isLessThan(1_000);
        }
        assertThat(ask("demo", "").json().at("/choices/0/message/content").asText())
                .isEqualTo(KnownAnswerModel.SENTENCE);
    }

    @Test
    void chat_clientGone_freesTheWorker() throws IOException, InterruptedException {
        try (InputStream stream = stream("random")) {
            readTokens(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)), 2);
        }
        long start = System.nanoTime();
        assertThat(ask("random", ",'max_tokens':1").status()).isEqualTo(200);
        assertThat((System.nanoTime() - start) / 1e9)
                .as("seconds until the slot is free")
                .isLessThan(6);
    }

    private InputStream stream(String model) throws IOException, InterruptedException {
        String body = ("{'model':'" + model + "','stream':true,'max_tokens':3000," + ASK + "}").replace('\'', '"');
        HttpRequest request = HttpRequest.newBuilder(client.address(PATH))
                .header("Authorization", "Bearer " + client.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body();
    }

    private static void readTokens(BufferedReader lines, int count) throws IOException {
        int seen = 0;
        while (seen < count) {
            String line = lines.readLine();
            assertThat(line).as("the stream goes on").isNotNull();
            if (line.contains("\"content\":\" w")) seen++;
        }
    }
}

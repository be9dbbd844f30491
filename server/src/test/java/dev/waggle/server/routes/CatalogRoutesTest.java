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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading and asking over HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
class CatalogRoutesTest {
    @TempDir
    static Path folder = Path.of("");

    private Client client;

    @BeforeAll
    void start() throws IOException {
        Path models = Files.createDirectories(folder.resolve("data").resolve("models"));
        new KnownAnswerModel("Hello.", SyntheticArchitecture.LLAMA, GgmlType.F32)
                .write(models.resolve("My Model.gguf"));
        Files.writeString(models.resolve("broken.gguf"), "no model");
        client = new Client(folder.resolve("data"));
    }

    @AfterAll
    void stop() {
        client.close();
    }

    private static List<String> ids(JsonNode list) {
        return list.findValuesAsText("id");
    }

    @Test
    void health_anyone_isOk() {
        assertThat(client.get("/health").text()).isEqualTo("{\"ok\":true}");
    }

    @ParameterizedTest
    @CsvSource({
        "backend=cuda, llamacpp-cuda llm-worker-rbee-cuda sd-worker-rbee-cuda",
        "backend=cuda&task=chat, llamacpp-cuda llm-worker-rbee-cuda",
        "platform=macos&task=image, sd-worker-rbee-cpu sd-worker-rbee-metal",
        "format=safetensors&modelArchitecture=phi3, ''",
        "format=gguf&modelArchitecture=phi3&backend=metal, llamacpp-metal llm-worker-rbee-metal",
        "minContext=40000&format=safetensors, ''",
        "architecture=aarch64&backend=cuda, ''",
    })
    void workers_filtered_areThoseThatMatch(String query, String expected) {
        List<String> ids =
                client.get("/api/workers?" + query).json().get("workers").findValuesAsText("id");
        assertThat(String.join(" ", ids)).isEqualTo(expected);
    }

    @Test
    void workers_unknownParameter_isRefused() {
        assertThat(client.get("/api/workers?colour=red").status()).isEqualTo(400);
    }

    @Test
    void worker_ofTheRbeeProject_hasItsRow() {
        JsonNode worker = client.get("/api/workers/llm-worker-rbee-cuda").json();
        assertThat(worker.get("maxContextLength").asInt()).isEqualTo(32_768);
        assertThat(worker.get("binaryName").asText()).isEqualTo("llm-worker-rbee-cuda");
        assertThat(worker.get("buildSystem").asText()).isEqualTo("cargo");
        assertThat(client.get("/api/workers/sd-worker-rbee-cpu").json().has("maxContextLength"))
                .isFalse();
    }

    @Test
    void unknownId_getsAHint() {
        Answer answer = client.get("/api/models/lama-3.1-8b");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.response().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.text()).contains("llama-3.1-8b");
    }

    @Test
    void localModels_areToldToTheirUserAlone() {
        assertThat(ids(client.getSignedIn("/api/models").json().get("models")))
                .contains("my-model", "llama-3.1-8b")
                .doesNotContain("broken");
        assertThat(client.get("/api/models").text()).contains("llama-3.1-8b").doesNotContain("my-model");
        assertThat(client.get("/api/models/my-model").status()).isEqualTo(404);
        assertThat(client.post("/api/check", "{'model':'my-model','machine':'rtx-4090'}")
                        .status())
                .isEqualTo(404);
        assertThat(client.get("/api/matrix?machine=rtx-4090").text()).doesNotContain("my-model");
        assertThat(client.getSignedIn("/api/matrix?machine=rtx-4090").text()).contains("my-model");
        assertThat(client.getSignedIn("/api/models/my-model").text()).doesNotContain(folder.toString());
    }

    @Test
    void thisMachine_isToldToItsUserAlone() {
        for (String path : List.of(
                "/api/hardware", "/api/matrix", "/api/matrix?machine=local", "/api/models/llama-3.2-1b/compatibility"))
            assertThat(client.get(path).status()).as(path).isEqualTo(401);
        assertThat(client.post("/api/check", "{'model':'llama-3.2-1b'}").status())
                .isEqualTo(401);
        assertThat(client.getSignedIn("/api/hardware").json().get("ramBytes").asLong())
                .isPositive();
    }

    @Test
    void check_namedMachine_answersWithEveryWorkersReasons() {
        JsonNode answer = client.post("/api/check", "{'model':'llama-3.1-8b:Q4_K_M','machine':'rtx-4090'}")
                .json();
        assertThat(answer.get("recommended").get("worker").asText()).isEqualTo("llamacpp-cuda");
        assertThat(answer.get("verdicts")).hasSize(12);
        for (JsonNode verdict : answer.get("verdicts")) {
            assertThat(verdict.get("ruleSet").asText()).startsWith("sha256:");
            assertThat(verdict.get("machine").asText()).isEqualTo("rtx-4090");
            if (verdict.get("verdict").asText().equals("cannot-run"))
                assertThat(verdict.get("findings")).isNotEmpty();
        }
    }

    @Test
    void check_explain_saysWhyEachRuleSpokeOrDidNot() {
        String question = "'model':'llama-3.1-8b:Q4_K_M','machine':'rtx-4090','workers':['llamacpp-cuda']";
        JsonNode rules = client.post("/api/check", "{" + question + ",'explain':true}")
                .json()
                .get("verdicts")
                .get(0)
                .get("explanation");
        JsonNode memory = null;
        for (JsonNode rule : rules) if (rule.get("rule").asText().equals("MEM-010")) memory = rule;
        assertThat(memory).isNotNull();
        assertThat(memory.get("fired").asBoolean()).isFalse();
        assertThat(memory.get("unknown").asBoolean()).isFalse();
        JsonNode reason = memory.get("reasons").get(0);
        assertThat(reason.get("facts").toString()).isEqualTo("{\"placement\":\"all-on-device\",\"device\":\"gpu0\"}");
        assertThat(reason.get("constraint").asText()).isEqualTo("residentBytes > capacityBytes");
        assertThat(reason.get("truth").asText()).isEqualTo("false");
        assertThat(reason.get("values").get("residentBytes").asLong())
                .isPositive()
                .isLessThanOrEqualTo(reason.get("values").get("capacityBytes").asLong());
        assertThat(client.post("/api/check", "{" + question + "}").text()).doesNotContain("explanation");
        Answer batch = client.post("/api/check/batch", "{'questions':[{" + question + ",'explain':true}]}");
        assertThat(batch.status()).isEqualTo(400);
        assertThat(batch.text()).contains("/questions/0/explain");
    }

    @Test
    void check_unknownVram_isUnknown() {
        String machine = "{'name':'mine','os':'linux','cpuArchitecture':'x86_64','ramBytes':8589934592,"
                + "'devices':[{'id':'gpu0','vendor':'nvidia','computeCapability':'8.9','driverVersion':'580.1','backends':['cuda']}]}";
        JsonNode verdict = client.post(
                        "/api/check",
                        "{'model':'llama-3.2-1b:Q4_K_M','workers':['llamacpp-cuda'],'machine':" + machine + "}")
                .json()
                .get("verdicts")
                .get(0);
        assertThat(verdict.get("verdict").asText()).isEqualTo("unknown");
        assertThat(verdict.get("placement").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | 400",
                "[] | 400",
                "{'model':7,'machine':'rtx-4090'} | 400",
                "{'machine':'rtx-4090'} | 400",
                "{'model':'llama-3.1-8b','machine':'rtx-4090','extra':1} | 400",
                "{'model':'llama-3.1-8b','machine':'rtx-4090','explain':'yes'} | 400",
                "{'model':'llama-3.1-8b','model':'x','machine':'rtx-4090'} | 400",
                "{'model':'llama-3.1-8b','machine':'rtx-4090'} x | 400",
                "{'model':'llama-3.1-8b','machine':'rtx-4090','settings':{'contextTokens':0}} | 400",
                "{'model':'llama-3.1-8b','machine':'rtx-4090','settings':{'kvType':'q9'}} | 400",
                "{'model':'llama-3.1-8b','machine':{'name':'x','ramBytes':-1}} | 400",
                "{'model':'llama-3.1-8b','machine':{'name':'x','colour':'red'}} | 400",
                "{'model':'llama-3.1-8b','machine':'rtx-4900'} | 404",
                "{'model':'llama-3.1-8b:Q4_K_X','machine':'rtx-4090'} | 404",
                "{'model':'llama-3.1-8b','machine':'rtx-4090','workers':['llamacpp-cude']} | 404",
                "{'model':'../../etc/passwd','machine':'rtx-4090'} | 404",
            })
    void check_badBody_isAProblemOfItsOwn(String body, int status) {
        Answer answer = client.post("/api/check", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        assertThat(answer.text()).doesNotContain("dev.waggle").doesNotContain("Exception");
    }

    @Test
    void batch_ofQuestions_answersEach() {
        String question = "{'model':'llama-3.2-1b:Q4_K_M','machine':'cpu-16gb','workers':['llamacpp-cpu']}";
        assertThat(client.post("/api/check/batch", "{'questions':[" + question + "," + question + "]}")
                        .json()
                        .get("answers"))
                .hasSize(2);
        assertThat(client.post("/api/check/batch", "{'questions':[]}").status()).isEqualTo(400);
    }

    @Test
    void matrix_asCsv_hasALineForEachCell() {
        Answer answer = client.get("/api/matrix?machine=rtx-4090&format=csv");
        assertThat(answer.text().lines()).hasSize(1 + 32 * 12);
        assertThat(answer.text()).startsWith("model,variant,worker,machine,verdict,confidence,rules,reasons\r\n");
    }

    @Test
    void matrix_askedAgainWithItsTag_isNotSentAgain() {
        String tag = client.get("/api/matrix?machine=rtx-4090")
                .response()
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        HttpRequest.Builder again = HttpRequest.newBuilder(client.address("/api/matrix?machine=rtx-4090"))
                .header("If-None-Match", tag);
        assertThat(client.send(again, false).status()).isEqualTo(304);
    }

    @Test
    void compatibility_ofAWorker_judgesEveryModel() {
        JsonNode answer = client.get("/api/workers/llm-worker-rbee-cuda/compatibility?machine=rtx-4090")
                .json();
        assertThat(answer.get("verdicts").size()).isGreaterThan(100);
    }

    @Test
    void rules_areListedWithTheirSource() {
        assertThat(client.get("/api/rules").json().get("rules").size()).isGreaterThan(20);
        assertThat(client.get("/api/rules/MEM-010").json().get("source").asText())
                .contains("residentBytes > capacityBytes");
        assertThat(client.get("/api/rules/MEM-099").status()).isEqualTo(404);
    }
}

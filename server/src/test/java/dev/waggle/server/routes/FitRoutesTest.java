package dev.waggle.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.server.routes.Client.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model takes, asked over HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
class FitRoutesTest {
    private static final String LLAMA = "{'model':'llama-3.1-8b:Q4_K_M',";

    @TempDir
    static Path folder = Path.of("");

    private Client client;

    @BeforeAll
    void start() throws IOException {
        Path models = Files.createDirectories(folder.resolve("data").resolve("models"));
        new KnownAnswerModel("Hello.", SyntheticArchitecture.LLAMA, GgmlType.F32).write(models.resolve("mine.gguf"));
        client = new Client(folder.resolve("data"));
    }

    @AfterAll
    void stop() {
        client.close();
    }

    private JsonNode fit(String body) {
        Answer answer = client.post("/api/fit", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** The figures are a measurement of llama.cpp 0.5.0's allocator: llama31-8b in fit/truth.jsonl. */
    @Test
    void fit_asMeasured_hasTheMeasuredBuffers() {
        JsonNode answer = fit(LLAMA + "'devices':[{'memoryBytes':25769803776}],'settings':{'contextTokens':32768,"
                + "'sequences':4,'outputRows':4,'unifiedKv':true,'kvType':'q8_0'}}");
        assertThat(answer.get("buffers").toString())
                .isEqualTo("{\"GPU0\":{\"weights\":4617396480,\"context\":2281701376,\"compute\":201418880},"
                        + "\"HOST_PINNED\":{\"weights\":295501824,\"context\":0,\"compute\":50425888}}");
        assertThat(answer.get("model").textValue()).isEqualTo("llama-3.1-8b");
        assertThat(answer.get("variant").textValue()).isEqualTo("Q4_K_M");
        assertThat(answer.get("engine").get("version").textValue()).isEqualTo("0.5.0");
        assertThat(answer.get("settings").toString())
                .isEqualTo("{\"contextTokens\":32768,\"batchTokens\":2048,\"ubatchTokens\":512,\"sequences\":4,"
                        + "\"unifiedKv\":true,\"flashAttention\":true,\"kvType\":\"q8_0\",\"outputRows\":4}");
        assertThat(answer.get("layers").asInt()).isEqualTo(33);
        assertThat(answer.get("layersOnDevice").asInt()).isEqualTo(33);
        assertThat(answer.get("exact").booleanValue()).isTrue();
        assertThat(answer.get("fits").booleanValue()).isTrue();
    }

    @Test
    void parts_haveTheFieldsOfAVerdictsDevices() {
        JsonNode part = fit(LLAMA + "'machine':'rtx-4090','settings':{'contextTokens':8192}}")
                .get("parts")
                .get(0);
        JsonNode device = client.post(
                        "/api/check",
                        LLAMA + "'machine':'rtx-4090','workers':['llamacpp-cuda'],'settings':{'contextTokens':8192}}")
                .json()
                .get("verdicts")
                .get(0)
                .get("fit")
                .get("devices")
                .get(0);
        assertThat(part).isEqualTo(device);
    }

    @ParameterizedTest
    @CsvSource({
        "[{'memoryBytes':25769803776}], true",
        "[{'memoryBytes':4294967296}], false",
        "[{'memoryBytes':4294967296};{'memoryBytes':4294967296}], true",
        "[{}], null",
        "[{'memoryBytes':null};{'memoryBytes':null}], null",
        "[{'memoryBytes':34359738368};{'memoryBytes':34359738368}], true",
        "[], null",
    })
    void devices_compared_fitOrNotOrNobodyKnows(String devices, String fits) {
        assertThat(fit(LLAMA + "'devices':" + devices.replace(';', ',') + "}")
                        .get("fits")
                        .toString())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "llama-3.2-1b:Q4_K_M, cpu-16gb, true",
        "llama-3.3-70b:Q4_K_M, cpu-16gb, false",
        "llama-3.3-70b:Q4_K_M, rtx-4090, false"
    })
    void machine_compared_withItsRamToo(String model, String machine, String fits) {
        assertThat(fit("{'model':'" + model + "','machine':'" + machine + "'}")
                        .get("fits")
                        .toString())
                .isEqualTo(fits);
    }

    @Test
    void layersAndPlacements_decideWhatLiesWhere() {
        String gpu = LLAMA + "'devices':[{'memoryBytes':4294967296}],";
        assertThat(fit(gpu + "'gpuLayers':5}").get("layersOnDevice").asInt()).isEqualTo(5);
        JsonNode most = fit(gpu + "'placement':'most-layers-on-device'}");
        assertThat(most.get("layersOnDevice").asInt()).isBetween(6, 32);
        assertThat(most.get("fits").booleanValue()).isTrue();
        assertThat(fit(gpu + "'placement':'host'}").get("layersOnDevice").asInt())
                .isZero();
        String experts = "{'model':'qwen3-30b-a3b:Q4_K_M','devices':[{'memoryBytes':8589934592}]";
        long all = fit(experts + "}").at("/buffers/GPU0/weights").longValue();
        long without = fit(experts + ",'expertLayersOnHost':48}")
                .at("/buffers/GPU0/weights")
                .longValue();
        assertThat(without).isLessThan(all / 5);
    }

    @Test
    void variant_besideTheModel_isTheSame() {
        String rest = ",'devices':[]}";
        assertThat(fit("{'model':'llama-3.1-8b','variant':'Q8_0'" + rest))
                .isEqualTo(fit("{'model':'llama-3.1-8b:Q8_0'" + rest));
    }

    @Test
    void ownModelAndMachine_areToldToTheirUserAlone() {
        String mine = "{'model':'mine','devices':[]}";
        assertThat(client.post("/api/fit", mine).status()).isEqualTo(404);
        assertThat(client.postSignedIn("/api/fit", mine).status()).isEqualTo(200);
        String here = LLAMA + "'machine':'local'}";
        assertThat(client.post("/api/fit", here).status()).isEqualTo(401);
        assertThat(client.postSignedIn("/api/fit", here).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | 400 | ",
                "{'devices':[]} | 400 | /model",
                "{'model':'llama-3.1-8b:Q4_K_M'} | 400 | /devices",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'machine':'rtx-4090'} | 400 | /machine",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':{}} | 400 | /devices",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[{'memoryBytes':0}]} | 400 | /devices/0/memoryBytes",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[{'memoryBytes':'24GiB'}]} | 400 | /devices/0/memoryBytes",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]} | 400 | /devices",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'file':'/etc/passwd'} | 400 | /file",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'gpuLayers':-1} | 400 | /gpuLayers",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'expertLayersOnHost':-1} | 400 | /expertLayersOnHost",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'placement':'somewhere'} | 400 | /placement",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'placement':'host','gpuLayers':1} | 400 | /placement",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'settings':{'contextTokens':0}} | 400 | /settings/contextTokens",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'settings':{'batchTokens':0}} | 400 | /settings/batchTokens",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'settings':{'ubatchTokens':0}} | 400 | /settings/ubatchTokens",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'settings':{'sequences':257}} | 400 | /settings/sequences",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'settings':{'outputRows':-1}} | 400 | /settings/outputRows",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'settings':{'unifiedKv':1}} | 400 | /settings/unifiedKv",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'settings':{'kvType':'q9'}} | 400 | /settings/kvType",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'settings':{'kvType':'q8_0','flashAttention':false}} | 400 | /settings/kvType",
                "{'model':'llama-3.1-8b','devices':[]} | 400 | /variant",
                "{'model':'llama-3.1-8b','variant':'Q4_K_X','devices':[]} | 404 | ",
                "{'model':'../../etc/passwd','devices':[]} | 404 | ",
                "{'model':'llama-3.1-8b:Q4_K_M','machine':'rtx-4900'} | 404 | ",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'engine':'llama.cpp@9'} | 404 | ",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[{}],'placement':'most-layers-on-device'} | 422 | ",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[{}],'placement':'experts-on-host'} | 422 | ",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[{},{'memoryBytes':1073741824}]} | 422 | ",
                "{'model':'llama-3.1-8b:Q4_K_M','devices':[],'engine':'candle-sd@0.9.1-rbee'} | 422 | ",
            })
    void badBody_isAProblemWithAPointer(String body, int status, String pointer) {
        Answer answer = client.post("/api/fit", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        assertThat(answer.text()).doesNotContain("dev.waggle").doesNotContain("Exception");
        if (pointer != null)
            assertThat(answer.json().at("/errors/0/pointer").textValue()).isEqualTo(pointer);
    }
}

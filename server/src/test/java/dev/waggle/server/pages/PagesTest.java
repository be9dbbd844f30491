package dev.waggle.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.MachineDetector;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as they are answered, without a browser. */
@TestInstance(Lifecycle.PER_CLASS)
class PagesTest {
    private static final String REFUSED = "/cell?machine=rtx-4090&model=deepseek-v3&worker=llamacpp-cuda";

    @TempDir
    static Path folder = Path.of("");

    private final HttpClient anonymous = HttpClient.newHttpClient();
    private final HttpClient user = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private Site site;

    @BeforeAll
    void signIn() throws IOException, InterruptedException {
        site = new Site(folder);
        HttpRequest request = HttpRequest.newBuilder(site.signInLink()).build();
        assertThat(user.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private HttpResponse<String> get(HttpClient client, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.at(path));
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void home_anonymous_showsANamedMachineAndNothingOfThisOne() throws IOException, InterruptedException {
        HttpResponse<String> page = get(anonymous, "/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("RTX 4090", "This machine is shown after signing in", "Not signed in")
                .doesNotContain("value=\"local\"", "waggle-demo", "id=\"generate\"", "hostile");
        MachineDetector.detect()
                .machine()
                .cpuName()
                .asOptional()
                .ifPresent(name -> assertThat(page.body()).doesNotContain(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?machine=local",
                "/cell?machine=local&model=llama-3.1-8b&worker=llamacpp-cpu",
                "/cell?machine=local&model=waggle-demo&worker=llamacpp-cpu"
            })
    void thisMachine_anonymous_isAskedToSignIn(String path) throws IOException, InterruptedException {
        HttpResponse<String> page = get(anonymous, path);
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("Sign in to see this machine").doesNotContain("GiB");
    }

    @Test
    void cell_ofALocalModelForAnonymous_isUnknown() throws IOException, InterruptedException {
        HttpResponse<String> page = get(anonymous, "/cell?machine=rtx-4090&model=waggle-demo&worker=llamacpp-cpu");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no model");
    }

    @Test
    void home_signedIn_showsThisMachineAndGenerating() throws IOException, InterruptedException {
        HttpResponse<String> page = get(user, "/");
        assertThat(page.body())
                .contains("What runs on this machine", "value=\"local\" selected", "id=\"generate\"", "waggle-demo")
                .contains("exactly one sentence", "Generating here needs JavaScript", "bin/waggle run");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("ETag")).isEmpty();
    }

    @Test
    void home_hostileNames_areEscaped() throws IOException, InterruptedException {
        String page = get(user, "/").body();
        assertThat(page).contains("&lt;b id=evil&gt;hi&lt;/b&gt;").doesNotContain("<b id=evil>");
        assertThat(page).contains("no&lt;i&gt;model.gguf").doesNotContain("no<i>model");
        String cell = get(user, "/cell?machine=local&model=hostile&worker=llamacpp-java-cpu")
                .body();
        assertThat(cell).contains("&lt;b id=evil&gt;").doesNotContain("<b id=evil>");
        String filtered =
                get(anonymous, "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").body();
        assertThat(filtered).contains("Nothing matches").doesNotContain("<script>alert");
    }

    @Test
    void cell_refused_showsEveryReasonAndTheMemory() throws IOException, InterruptedException {
        String page = get(anonymous, REFUSED).body();
        assertThat(page)
                .contains("cannot run", "href=\"/rules/MEM-010\"", "programs can have", "weights", "KV cache")
                .contains("Every variant with this worker", "Q4_K_M", "Decided by rules");
    }

    @Test
    void cell_rulesThatDidNotSpeak_areFoldedAwayWithTheirReasons() throws IOException, InterruptedException {
        String page = get(anonymous, REFUSED).body();
        int details = page.indexOf("<details class=\"silent\">");
        assertThat(details).isPositive();
        assertThat(page.substring(details, page.indexOf("</details>", details)))
                .contains("Rules that did not speak", "href=\"/rules/FMT-010\"", "did not fire")
                .contains("formats gguf contains format gguf.")
                .doesNotContain("MEM-010");
    }

    @Test
    void home_filters_leaveRowsAndColumnsOut() throws IOException, InterruptedException {
        String page = get(anonymous, "/?machine=rtx-4090&architecture=deepseek2&worker=llamacpp-cuda&runs=only")
                .body();
        assertThat(page).contains("model=deepseek-v2-lite").doesNotContain("model=deepseek-v3", "model=llama-3.1-8b");
        assertThat(page).doesNotContain("data-worker=\"llamacpp-cpu\"");
    }

    @Test
    void page_thatDidNotChange_isNotSentAgain() throws IOException, InterruptedException {
        String tag = get(anonymous, REFUSED).headers().firstValue("ETag").orElseThrow();
        assertThat(get(anonymous, REFUSED, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get(anonymous, "/", "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?machine=rtx-4091",
                "/cell",
                "/cell?model=llama-3.1-8b&worker=nobody",
                "/cell?model=llama-3.1-8b&worker=llamacpp-cpu&variant=Q9"
            })
    void page_ofWhatIsNotThere_saysSo(String path) throws IOException, InterruptedException {
        HttpResponse<String> page = get(anonymous, path);
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body()).contains("There is no ");
    }

    @Test
    void assets_areThereAndKept() throws IOException, InterruptedException {
        Matcher asset = Pattern.compile("(?:href|src)=\"(/static/[^\"]+)\"")
                .matcher(get(anonymous, "/").body());
        int count = 0;
        while (asset.find()) {
            HttpResponse<String> answer = get(anonymous, asset.group(1));
            assertThat(answer.statusCode()).as(asset.group(1)).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            count++;
        }
        assertThat(count).isEqualTo(5);
        assertThat(get(anonymous, "/favicon.ico").body()).contains("<svg");
        assertThat(get(anonymous, "/static/0/waggle.css").headers().firstValue("Cache-Control"))
                .contains("no-cache");
        assertThat(get(anonymous, "/static/0/other.css").statusCode()).isEqualTo(404);
    }

    @Test
    void pages_haveNothingThatThePolicyForbids() throws IOException, InterruptedException {
        for (String path : new String[] {"/", "/?machine=rtx-4090", REFUSED})
            assertThat(get(user, path).body()).doesNotContain(" style=", "<style", " onclick", "javascript:");
    }
}

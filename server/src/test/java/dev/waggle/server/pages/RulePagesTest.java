package dev.waggle.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.server.rulebook.ChangeSet;
import dev.waggle.server.rulebook.Publication;
import dev.waggle.server.rulebook.Publisher;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about rules as they are answered, without a browser: version 1 has changed one rule's sentence. */
@TestInstance(Lifecycle.PER_CLASS)
class RulePagesTest {
    private static final String DRL = "memory/memory.drl";
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final String HOSTILE_SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;";

    @TempDir
    static Path folder = Path.of("");

    private final HttpClient anonymous = HttpClient.newHttpClient();
    private final HttpClient user = client();
    private final HttpClient admin = client();
    private Site site;

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    @BeforeAll
    void start() throws IOException, InterruptedException {
        site = new Site(folder);
        signIn(user, site.signInLink());
        signIn(admin, site.adminSignInLink());
        publish(
                site.publisher(),
                "would hold {residentBytes}; programs",
                "holds {residentBytes} " + HOSTILE + "; programs");
    }

    private static void signIn(HttpClient client, URI link) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(link).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private static void publish(Publisher publisher, String from, String to) {
        String text = publisher.edition().source().text(DRL).orElseThrow();
        assertThat(text).contains(from);
        ChangeSet change = ChangeSet.of(Map.of(DRL, text.replace(from, to)));
        assertThat(publisher.publish(
                        change,
                        "admin",
                        "Because of " + HOSTILE,
                        publisher.edition().tag()))
                .isInstanceOf(Publication.Published.class);
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private HttpResponse<String> answer(HttpClient client, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(site.at(path)).build(), BodyHandlers.ofString());
    }

    private String page(HttpClient client, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(client, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    /** A page as soon as the whole matrix is judged behind it. */
    private String counted(String path) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(90));
        while (Instant.now().isBefore(end)) {
            String page = page(anonymous, path);
            if (!page.contains("being counted")) return page;
            Thread.sleep(200);
        }
        throw new AssertionError("never counted: " + path);
    }

    @Test
    void rules_anonymous_listsEveryRuleByConcern() throws IOException, InterruptedException {
        String page = page(anonymous, "/rules");
        assertThat(page)
                .contains(">memory</h2>", ">platform</h2>", "href=\"/rules/MEM-010\"", "href=\"/rules/TSK-020\"")
                .contains("refuses", "caveat", "cases pass", "Version 1, by admin", "rel=\"canonical\" href=\"/rules\"")
                .doesNotContain("href=\"/rules/edit");
    }

    @Test
    void rules_onceCounted_tellHowOftenEachSpeaks() throws IOException, InterruptedException {
        String page = counted("/rules?q=MEM-010");
        assertThat(page).contains("Counted over", "1 of ").doesNotContain("hx-trigger=\"load");
        assertThat(page).containsPattern("data-of=\"Speaks in\">[1-9][\\d,]*<");
        assertThat(page).containsPattern("data-of=\"Decides\">[1-9][\\d,]*<");
    }

    @Test
    void rules_filtered_listOnlyWhatIsAskedFor() throws IOException, InterruptedException {
        assertThat(page(anonymous, "/rules?q=driver+older"))
                .contains("/rules/PLT-050")
                .doesNotContain("/rules/MEM-010");
        assertThat(page(anonymous, "/rules?q=programs+can+have+at+all"))
                .contains("/rules/MEM-010")
                .doesNotContain("/rules/PLT-050");
        assertThat(page(anonymous, "/rules?severity=warn"))
                .contains("/rules/MEM-020")
                .doesNotContain("/rules/MEM-010");
        assertThat(page(anonymous, "/rules?q=%22%3E" + "%3Cscript%3E"))
                .contains("No rule has all these words")
                .doesNotContain("\"><script>");
    }

    @Test
    void rule_shown_hasWordsTextFactsCasesAndHistory() throws IOException, InterruptedException {
        String page = page(anonymous, "/rules/MEM-010");
        assertThat(page)
                .contains("MEM-010 needs more than the device has · Waggle", "href=\"/rules/MEM-010\"")
                .contains("<span class=\"field\">capacityBytes</span>", "For example (one byte too many)")
                .contains(
                        "Fires for a Fit",
                        "what programs can have of the device at all",
                        "<span class=\"d-key\">rule</span>",
                        "Fit.residentBytes",
                        "It must fire",
                        "It must not fire")
                .contains("Nobody can know", "8,589,934,593", "8.00 GiB", "exactly full", "is-unknown")
                .contains("<a href=\"/rules/history#v1\">Version 1</a> changed it");
        assertThat(page(anonymous, "/rules/MEM-020")).contains("No version has changed it");
    }

    @Test
    void rule_onceCounted_linksVerdictsItSpeaksIn() throws IOException, InterruptedException {
        String page = counted("/rules/MEM-010");
        assertThat(page).contains("By machine", "By worker", "spread evenly", "/cell?machine=");
        String cell = page.substring(page.indexOf("/cell?machine="));
        String path = cell.substring(0, cell.indexOf('"')).replace("&amp;", "&");
        assertThat(page(anonymous, path)).contains("MEM-010");
    }

    @Test
    void rule_hostileText_isEscaped() throws IOException, InterruptedException {
        for (String path : new String[] {"/rules", "/rules/MEM-010", "/rules/history"})
            assertThat(page(admin, path)).as(path).contains(HOSTILE_SHOWN).doesNotContain(HOSTILE);
        String editor = page(admin, "/rules/edit?path=" + DRL);
        assertThat(editor).contains(HOSTILE_SHOWN).doesNotContain(HOSTILE);
    }

    @Test
    void rule_unknown_isSaidWithWhatWasMeant() throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(anonymous, "/rules/MEM-011");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body()).contains("There is no rule", "MEM-011", "MEM-010");
    }

    @Test
    void history_shown_hasWhoWhyAndWhat() throws IOException, InterruptedException {
        String page = page(anonymous, "/rules/history");
        assertThat(page)
                .contains(
                        "id=\"v1\"", "id=\"v0\"", "by admin", "Because of " + HOSTILE_SHOWN, "<code>" + DRL + "</code>")
                .contains("<tr class=\"removed\">", "<tr class=\"added\">", "as the program came")
                .doesNotContain("go-back");
        assertThat(page(admin, "/rules/history")).contains("class=\"secondary go-back\" data-version=\"0\"");
        assertThat(page(user, "/rules/history")).doesNotContain("go-back");
        assertThat(page(anonymous, "/rules/history?before=1"))
                .contains("id=\"v0\"")
                .doesNotContain("id=\"v1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "99999999999"})
    void history_beforeNonsense_isNotFound(String before) throws IOException, InterruptedException {
        assertThat(answer(anonymous, "/rules/history?before=" + before).statusCode())
                .isEqualTo(404);
    }

    @Test
    void editor_isForTheAdmin() throws IOException, InterruptedException {
        assertThat(answer(anonymous, "/rules/edit").statusCode()).isEqualTo(401);
        assertThat(answer(user, "/rules/edit").statusCode()).isEqualTo(403);
        assertThat(answer(user, "/rules/edit").body())
                .contains("waggle serve --admin")
                .doesNotContain("<textarea");
        HttpResponse<String> editor = answer(admin, "/rules/edit?path=catalog/policy.yaml");
        assertThat(editor.statusCode()).isEqualTo(200);
        assertThat(editor.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(editor.body())
                .contains(
                        "<textarea",
                        "data-path=\"catalog/policy.yaml\"",
                        "data-may-edit=\"true\"",
                        "id=\"publish-now\"")
                .contains("value=\"catalog/policy.yaml\" selected", "memory/memory.cases.yaml")
                .contains(site.publisher().edition().tag());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory/memori.drl", "../../etc/passwd", "catalog/models/shapes/x.gguf", ""})
    void editor_ofAFileThatIsNotThere_saysSo(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(admin, "/rules/edit?path=" + path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no file");
    }

    @Test
    void pages_haveNothingThatThePolicyForbids() throws IOException, InterruptedException {
        for (String path : new String[] {"/rules", "/rules/PLT-030", "/rules/history", "/rules/edit"})
            assertThat(page(admin, path)).as(path).doesNotContain(" style=", "<style", " onclick", "javascript:");
    }
}

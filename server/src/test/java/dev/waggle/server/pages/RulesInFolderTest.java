package dev.waggle.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages about rules where these follow a folder. */
class RulesInFolderTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void editor_ofAFolder_canOnlyBeRead() throws IOException, InterruptedException {
        HttpClient admin = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try (Site site = new Site(folder, true)) {
            admin.send(HttpRequest.newBuilder(site.adminSignInLink()).build(), BodyHandlers.discarding());
            String editor = admin.send(
                            HttpRequest.newBuilder(site.at("/rules/edit")).build(), BodyHandlers.ofString())
                    .body();
            assertThat(editor)
                    .contains("These rules follow a folder", "data-may-edit=\"false\"", "readonly")
                    .doesNotContain("publish-now", "id=\"errors\"");
            String rules = admin.send(HttpRequest.newBuilder(site.at("/rules")).build(), BodyHandlers.ofString())
                    .body();
            assertThat(rules).contains("These rules follow a folder", "from the watched folder");
            String history = admin.send(
                            HttpRequest.newBuilder(site.at("/rules/history")).build(), BodyHandlers.ofString())
                    .body();
            assertThat(history).doesNotContain("go-back");
        }
    }
}

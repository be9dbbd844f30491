package dev.waggle.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a page takes, request and all, once the service is warm. */
@Tag("slow")
class PageSpeedTest {
    private static final int WARM_UP = 60;
    private static final int MEASURED = 60;
    private static final int ROUNDS = 3;
    private static final double MOST_MILLIS = 20;

    @TempDir
    Path folder = Path.of("");

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @Test
    void page_warm_takesAtMostTwentyMilliseconds() throws IOException, InterruptedException {
        try (Site site = new Site(folder)) {
            double anonymous = median(site.at("/?machine=rtx-4090"));
            double cell = median(site.at("/cell?machine=rtx-4090&model=llama-3.1-8b&worker=llamacpp-cuda"));
            get(site.signInLink());
            double own = median(site.at("/"));
            System.out.printf("median ms: named machine %.1f, cell %.1f, this machine %.1f%n", anonymous, cell, own);
            assertThat(List.of(anonymous, cell, own)).allMatch(millis -> millis <= MOST_MILLIS);
        }
    }

    /** The best of three medians: what others do on this machine meanwhile is not the page's. */
    private double median(URI page) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) get(page);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) best = Math.min(best, medianOfOneRound(page));
        return best;
    }

    private double medianOfOneRound(URI page) throws IOException, InterruptedException {
        double[] millis = new double[MEASURED];
        for (int i = 0; i < MEASURED; i++) {
            long start = System.nanoTime();
            get(page);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[MEASURED / 2];
    }

    private void get(URI page) throws IOException, InterruptedException {
        assertThat(client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}

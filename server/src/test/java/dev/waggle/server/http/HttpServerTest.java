package dev.waggle.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpServerTest {
    private record Item(String name, @Nullable Integer size) {}

    @Test
    void answersAndErrors_haveTheirForms() {
        Routes routes = new Routes()
                .get("/item", Access.OPEN, ctx -> ctx.json(Map.of("name", "x".repeat(5000))))
                .post("/item", Access.OPEN, ctx -> ctx.json(JsonBody.read(ctx, Item.class)))
                .get("/fault", Access.OPEN, ctx -> {
                    throw new IOException("/home/user/secret.gguf");
                })
                .get("/refused", Access.OPEN, ctx -> {
                    throw Problem.of(409, "cannot-run", "No.")
                            .with("findings", List.of("MEM-010"))
                            .exception();
                });
        try (TestServer server = TestServer.with(routes)) {
            TestServer.Answer item = server.ask("GET", "/item", "", "Accept-Encoding: gzip");
            assertThat(item.header("Content-Encoding")).isEmpty();
            assertThat(item.header("Content-Type")).startsWith("application/json");
            assertThat(item.header("Server")).isEmpty();
            assertThat(item.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(item.header("Content-Security-Policy")).doesNotContain("unsafe");
            String json = "Content-Type: application/json";
            assertThat(server.ask("POST", "/item", "{\"name\":\"a\"}", json).body())
                    .isEqualTo("{\"name\":\"a\",\"size\":null}");
            TestServer.Answer bad = server.ask("POST", "/item", "{\"name\":\"a\",\"siz\":1}", json);
            assertThat(bad.status()).isEqualTo(400);
            assertThat(bad.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(bad.body())
                    .isEqualTo("{\"type\":\"urn:waggle:problem:body\",\"title\":\"Bad Request\",\"status\":400,"
                            + "\"detail\":\"/siz: There is no such field. Maybe \\\"size\\\"?\",\"instance\":\"/item\","
                            + "\"errors\":[{\"pointer\":\"/siz\",\"detail\":\"There is no such field. Maybe"
                            + " \\\"size\\\"?\"}]}");
            TestServer.Answer fault = server.ask("GET", "/fault?secret=1", "");
            assertThat(fault.status()).isEqualTo(500);
            assertThat(fault.body())
                    .contains("urn:uuid:")
                    .doesNotContain("secret")
                    .doesNotContain("Exception");
            assertThat(server.ask("GET", "/refused", "").body()).contains("\"findings\":[\"MEM-010\"]");
        }
    }

    @Test
    void conditionalRead_savesTheAnswer_andChangesNameTheirVersion() {
        Routes routes = new Routes()
                .get("/rules", Access.OPEN, ctx -> {
                    if (!Conditional.answered(ctx, "sha256:1-en")) {
                        ctx.result("rules");
                    }
                })
                .post("/rules", Access.OPEN, ctx -> {
                    Conditional.requireMatch(ctx, "sha256:1-en");
                    ctx.result("changed");
                });
        try (TestServer server = TestServer.with(routes)) {
            TestServer.Answer first = server.ask("GET", "/rules", "");
            assertThat(first.header("ETag")).isEqualTo("\"sha256:1-en\"");
            assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
            for (String match : List.of("\"sha256:1-en\"", "\"a\", W/\"sha256:1-en\"", "*")) {
                TestServer.Answer again = server.ask("GET", "/rules", "", "If-None-Match: " + match);
                assertThat(again.status()).isEqualTo(304);
                assertThat(again.body()).isEmpty();
                assertThat(again.header("ETag")).isEqualTo("\"sha256:1-en\"");
            }
            assertThat(server.ask("HEAD", "/rules", "", "If-None-Match: \"sha256:1-en\"")
                            .status())
                    .isEqualTo(304);
            assertThat(server.ask("GET", "/rules", "", "If-None-Match: \"sha256:2\"")
                            .body())
                    .isEqualTo("rules");
            assertThat(server.ask("POST", "/rules", "").status()).isEqualTo(428);
            assertThat(server.ask("POST", "/rules", "", "If-Match: *").status()).isEqualTo(428);
            assertThat(server.ask("POST", "/rules", "", "If-Match: \"sha256:2\"")
                            .status())
                    .isEqualTo(412);
            assertThat(server.ask("POST", "/rules", "", "If-Match: W/\"sha256:1-en\"")
                            .status())
                    .isEqualTo(412);
            assertThat(server.ask("POST", "/rules", "", "If-Match: \"sha256:1-en\"")
                            .body())
                    .isEqualTo("changed");
        }
    }

    @Test
    void stop_letsAnswersFinishAndTakesNoMore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        TestServer server = TestServer.with(new Routes().get("/slow", Access.OPEN, ctx -> {
            begun.countDown();
            Thread.sleep(700);
            ctx.result("whole");
        }));
        CompletableFuture<TestServer.Answer> slow = CompletableFuture.supplyAsync(() -> server.ask("GET", "/slow", ""));
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        server.close();
        assertThat(slow.get(5, TimeUnit.SECONDS).body()).isEqualTo("whole");
        assertThatThrownBy(() -> server.ask("GET", "/slow", "")).hasMessageContaining("refused");
    }

    @Test
    void stop_doesNotWaitForEver() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        TestServer server = TestServer.with(
                new Routes().get("/slow", Access.OPEN, ctx -> {
                    begun.countDown();
                    Thread.sleep(60_000);
                }),
                TestServer.impatient());
        CompletableFuture<TestServer.Answer> slow = CompletableFuture.supplyAsync(() -> server.ask("GET", "/slow", ""));
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        server.close();
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(6).toNanos());
        slow.get(10, TimeUnit.SECONDS);
    }

    @Test
    void terminatedProcess_finishesItsAnswer(@TempDir Path folder) throws Exception {
        Process process = java(SlowServer.class, folder.toString());
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            URI slow = URI.create(out.readLine()).resolve("/slow");
            CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                    .sendAsync(HttpRequest.newBuilder(slow).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(out.readLine()).isEqualTo("begun");
            process.destroy();
            assertThat(answer.get(5, TimeUnit.SECONDS).body()).isEqualTo("whole");
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process java(Class<?> main, String argument) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void portInUse_namesPortAndHolder(@TempDir Path data) throws IOException {
        byte[] six = new byte[16];
        six[15] = 1;
        for (byte[] address : new byte[][] {{127, 0, 0, 1}, six}) {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(address))) {
                Tokens tokens = Tokens.in(data);
                assertThatThrownBy(() ->
                                HttpServer.start(ServerSettings.loopback(other.getLocalPort()), tokens, new Routes()))
                        .isInstanceOf(PortInUseException.class)
                        .hasMessageContaining("Port " + other.getLocalPort())
                        .hasMessageContaining(
                                "process " + ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void port_isFreeAgainAfterTheStop(@TempDir Path data) throws IOException {
        Tokens tokens = Tokens.in(data);
        HttpServer first = HttpServer.start(ServerSettings.loopback(0), tokens, new Routes());
        first.close();
        HttpServer.start(ServerSettings.loopback(first.port()), tokens, new Routes())
                .close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.5", "example.org", "127.0.0.1.evil", ""})
    void otherHosts_areRefusedWithWhatTheyWouldNeed(String host) {
        assertThatThrownBy(() -> new ServerSettings(host, 0, Set.of(), Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--host")
                .hasMessageContaining("TLS");
    }

    @Test
    void portHolder_readsTheTable() {
        List<String> table = List.of(
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 0100007F:1E9E 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1",
                "   1: 0100007F:1E9E 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 4243 1");
        assertThat(PortHolder.inodes(table, 7838)).containsExactly("4242");
        assertThat(PortHolder.inodes(table, 7839)).isEmpty();
    }

    @Test
    void dataFolder_isHeldByOneProcess(@TempDir Path folder) throws Exception {
        Process other = java(FolderHolder.class, folder.toString());
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("held");
            assertThatThrownBy(() -> DataFolderLock.take(folder))
                    .isInstanceOf(DataFolderBusyException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        DataFolderLock.take(folder).close();
        assertThat(Files.readString(folder.resolve("serve.pid")))
                .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void route_declaredTwiceOrOddly_isRefused() {
        Routes routes = new Routes().get("/a", Access.OPEN, ctx -> {});
        assertThatThrownBy(() -> routes.get("/a", Access.USER, ctx -> {})).hasMessageContaining("twice");
        for (String path : List.of("", "a", "/a/", "/a//b", "/<all>", "/*", "/a/{b}c")) {
            assertThatThrownBy(() -> routes.get(path, Access.OPEN, ctx -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

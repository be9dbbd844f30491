package dev.waggle.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpGateTest {
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.with(new Routes()
                .get("/open", Access.OPEN, ctx -> ctx.result("open to " + Caller.of(ctx)))
                .get("/open/{id}", Access.OPEN, ctx -> ctx.result("one: " + ctx.pathParam("id")))
                .get("/user", Access.USER, ctx -> ctx.result("hello " + Caller.of(ctx)))
                .post("/user", Access.USER, ctx -> ctx.result("took " + ctx.body()))
                .post("/admin", Access.ADMIN, ctx -> ctx.result("done")));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void ownNames_areLetIn(String name) {
        TestServer.Answer answer = server.request("GET", "/open", "", "Host: " + name + ":" + server.port());
        assertThat(answer.body()).isEqualTo("open to ANONYMOUS");
    }

    @Test
    void hostMissingOrOld_isRefused() {
        assertThat(server.send("GET /open HTTP/1.0\r\n\r\n").status()).isEqualTo(421);
        assertThat(server.send("GET /open HTTP/1.1\r\nConnection: close\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(server.send("GET http://evil.example/open HTTP/1.1\r\nHost: " + server.host()
                                + "\r\nConnection: close\r\n\r\n")
                        .status())
                .isIn(400, 421);
    }

    @Test
    void order_isHostOriginPathMethodTypeToken() {
        String foreign = "Origin: http://evil.example";
        String wrong = server.bearer("wrong");
        String text = "Content-Type: text/plain";
        assertThat(server.request("PUT", "/user", "x", "Host: evil", foreign, wrong, text)
                        .status())
                .isEqualTo(421);
        assertThat(server.ask("PUT", "/user", "x", foreign, wrong, text).status())
                .isEqualTo(403);
        assertThat(server.ask("PUT", "/user", "x", wrong, text).status()).isEqualTo(405);
        assertThat(server.ask("POST", "/user", "x", wrong, text).status()).isEqualTo(415);
        assertThat(server.ask("POST", "/user", "{}", wrong, "Content-Type: application/json")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tokens_giveTheirRole() {
        String user = server.bearer(server.userToken);
        String admin = server.bearer(server.adminToken);
        assertThat(server.ask("GET", "/user", "", user).body()).isEqualTo("hello USER");
        assertThat(server.ask("GET", "/user", "", admin).body()).isEqualTo("hello ADMIN");
        assertThat(server.ask("GET", "/open", "", user).body()).isEqualTo("open to USER");
        assertThat(server.ask("POST", "/admin", "", admin).body()).isEqualTo("done");
        assertThat(server.ask("POST", "/user", "{}", user, "Content-Type: application/json; charset=UTF-8")
                        .body())
                .isEqualTo("took {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic eDp5", "Bearer", "Bearer ", "token", "Bearer a b", "Bearer ü"})
    void otherAuthorization_isRefused(String value) {
        try (TestServer own = TestServer.with(new Routes().get("/open", Access.OPEN, ctx -> ctx.result("open")))) {
            TestServer.Answer answer = own.ask("GET", "/open", "", "Authorization: " + value);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void tokenTwiceOrPartly_isRefused() {
        String user = server.bearer(server.userToken);
        assertThat(server.ask("GET", "/user", "", user, user).status()).isEqualTo(401);
        assertThat(server.ask("GET", "/user", "", user.substring(0, user.length() - 1))
                        .status())
                .isEqualTo(401);
        assertThat(server.ask("GET", "/user?token=" + server.userToken, "").status())
                .isEqualTo(401);
    }

    @Test
    void unknownPathAndMethod_areProblems() {
        TestServer.Answer nothing = server.ask("GET", "/nothing", "");
        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.body()).contains("\"instance\":\"/nothing\"").contains("urn:waggle:problem:no-such-path");
        TestServer.Answer method = server.ask("DELETE", "/user", "");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).isEqualTo("GET, HEAD, POST");
        for (String odd : List.of("TRACE", "OPTIONS", "CONNECT", "PROPFIND", "get", "BEFORE")) {
            assertThat(server.ask(odd, "/user", "").status()).as(odd).isIn(400, 405);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/%2e%2e/user", "/open/../user", "/./user", "//user", "/user/", "/user;x=y", "/open;/user",
                "/open/..;/user", "/open/%00", "/%75ser", "/open/%2fuser", "/open/a%5c..%5cuser", "/USER", "/open/%zz",
                "/open/..%3b/"
            })
    void disguisedPath_reachesNothing(String path) {
        TestServer.Answer answer = server.ask("GET", path, "", server.bearer(server.adminToken));
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
    }

    @Test
    void pathValue_isDecodedOnce() {
        assertThat(server.ask("GET", "/open/llama-3:Q4%5FK%20M+x", "").body()).isEqualTo("one: llama-3:Q4_K M+x");
        assertThat(server.ask("GET", "/open/a%2541", "").status()).isEqualTo(400);
    }

    @Test
    void head_hasHeadersAndNoBody() {
        TestServer.Answer answer = server.ask("HEAD", "/open", "");
        assertThat(answer.status()).isEqualTo(HttpURLConnection.HTTP_OK);
        assertThat(answer.header("Content-Length")).isEqualTo("17");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void allowedOrigin_mayReadAndUseTokenButNoCookie() {
        String origin = "Origin: https://market.example";
        TestServer.Answer open = server.ask("GET", "/open", "", origin);
        assertThat(open.header("Access-Control-Allow-Origin")).isEqualTo("https://market.example");
        assertThat(open.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(open.header("Vary")).contains("Origin");
        assertThat(server.ask("GET", "/user", "", origin, server.bearer(server.userToken))
                        .status())
                .isEqualTo(200);
        assertThat(server.ask("GET", "/open", "").header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void preflight_isAnsweredForAllowedOriginsAndOrdinaryRoutes() {
        String post = "Access-Control-Request-Method: POST";
        TestServer.Answer allowed = server.ask("OPTIONS", "/user", "", "Origin: tauri://localhost", post);
        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.header("Access-Control-Allow-Methods")).isEqualTo("POST");
        assertThat(allowed.header("Access-Control-Allow-Headers")).contains("Authorization");
        assertThat(server.ask("OPTIONS", "/admin", "", "Origin: tauri://localhost", post)
                        .status())
                .isEqualTo(403);
        assertThat(server.ask("OPTIONS", "/user", "", "Origin: http://evil.example", post)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void ownOrigin_isOwnUnderEachName() {
        for (String name : List.of("127.0.0.1", "localhost", "[::1]")) {
            String origin = "Origin: http://" + name + ":" + server.port();
            assertThat(server.ask("POST", "/admin", "", origin, server.bearer(server.adminToken))
                            .status())
                    .isEqualTo(200);
        }
    }
}

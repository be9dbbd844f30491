package dev.waggle.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What no well-behaved client sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpBadInputTest {
    private static final String JSON = "Content-Type: application/json\r\n";
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.with(
                new Routes()
                        .get("/open", Access.OPEN, ctx -> ctx.result("open"))
                        .post("/echo", Access.OPEN, ctx -> ctx.result("took " + ctx.bodyAsBytes().length)),
                TestServer.impatient());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private TestServer.Answer post(String headers, String body) {
        return server.send("POST /echo HTTP/1.1\r\nHost: " + server.host() + "\r\nConnection: close\r\n" + JSON
                + headers + "\r\n" + body);
    }

    private static String chunked(int bytes) {
        return Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n0\r\n\r\n";
    }

    @Test
    void body_upToTheLimit_isTakenWithAndWithoutLength() {
        int most = 1024 * 1024;
        assertThat(post("Content-Length: " + most + "\r\n", "x".repeat(most)).body())
                .isEqualTo("took " + most);
        assertThat(post("Transfer-Encoding: chunked\r\n", chunked(most)).body()).isEqualTo("took " + most);
        assertThat(post("Content-Length: 0\r\n", "").body()).isEqualTo("took 0");
        assertThat(post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n").body()).isEqualTo("took 0");
    }

    @Test
    void body_overTheLimit_isRefusedWithAndWithoutLength() {
        TestServer.Answer announced = post("Content-Length: " + (1024 * 1024 + 1) + "\r\n", "");
        assertThat(announced.status()).isEqualTo(413);
        assertThat(announced.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        TestServer.Answer counted = post("Transfer-Encoding: chunked\r\n", chunked(1024 * 1024 + 1));
        assertThat(counted.status()).isEqualTo(413);
        assertThat(counted.body()).contains("urn:waggle:problem:too-large");
        assertThat(post("Content-Length: 99999999999999999999\r\n", "").status())
                .isIn(400, 413);
    }

    @Test
    void lengthsThatContradict_areRefused() {
        String chunked = "Transfer-Encoding: chunked\r\n";
        assertThat(post("Content-Length: 5\r\n" + chunked, chunked(5)).status()).isEqualTo(400);
        assertThat(post("Content-Length: 5\r\nContent-Length: 6\r\n", "xxxxxx").status())
                .isEqualTo(400);
        assertThat(post("Content-Length: -1\r\n", "x").status()).isEqualTo(400);
        assertThat(post(chunked, "zz\r\nx\r\n0\r\n\r\n").status()).isEqualTo(400);
        assertThat(post("Transfer-Encoding: chunked, identity\r\n", chunked(5)).status())
                .isIn(400, 501);
        assertThat(post("Content-Encoding: gzip\r\nContent-Length: 3\r\n", "xxx")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void headers_thatAreTooLarge_areRefused() {
        String start = "GET /open HTTP/1.1\r\nHost: " + server.host() + "\r\n";
        assertThat(server.send(start + "X: " + "x".repeat(9 * 1024) + "\r\n\r\n")
                        .status())
                .isEqualTo(431);
        assertThat(server.send(start + "X: y\r\n".repeat(5000) + "\r\n").status())
                .isEqualTo(431);
        TestServer.Answer path = server.send("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n");
        assertThat(path.status()).isEqualTo(414);
        assertThat(path.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(path.body()).hasSizeLessThan(1000);
        assertThat(server.send(start + "X: " + "x".repeat(10_000_000) + "\r\n\r\n")
                        .status())
                .isIn(0, 431);
    }

    @Test
    void nonsense_isAProblemAndNoPage() {
        for (String text :
                List.of("hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u0016\u0003\u0001\r\n\r\n")) {
            TestServer.Answer answer = server.send(text);
            assertThat(answer.status()).isIn(0, 400, 505);
            assertThat(answer.text()).doesNotContain("<html").doesNotContain("Jetty");
        }
        String start = "GET /open HTTP/1.1\r\nHost: " + server.host() + "\r\n";
        assertThat(server.send(start + "Bad Name: x\r\n\r\n").status()).isEqualTo(400);
        assertThat(server.send(start + "X: a\u0000b\r\n\r\n").status()).isEqualTo(400);
        assertThat(server.send(start + "Host: " + server.host() + "\r\n\r\n").status())
                .isEqualTo(400);
    }

    @Test
    void slowBodies_holdUpNobodyAndEnd() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = server.connect();
                slow.add(socket);
                write(
                        socket,
                        "POST /echo HTTP/1.1\r\nHost: " + server.host() + "\r\n" + JSON
                                + "Content-Length: 100\r\n\r\nx");
            }
            long start = System.nanoTime();
            assertThat(server.ask("GET", "/open", "").body()).isEqualTo("open");
            assertThat(System.nanoTime() - start).isLessThan(500_000_000L);
            assertThat(TestServer.read(slow.get(0)).status()).isIn(400, 408);
            assertThat(TestServer.read(slow.get(299)).status()).isIn(400, 408);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void drippingBody_endsThoughItIsNeverIdle() throws IOException, InterruptedException {
        try (Socket socket = server.connect()) {
            write(
                    socket,
                    "POST /echo HTTP/1.1\r\nHost: " + server.host() + "\r\n" + JSON + "Content-Length: 100\r\n\r\n");
            for (int i = 0; i < 6; i++) {
                Thread.sleep(100);
                write(socket, "x");
            }
            TestServer.Answer answer = TestServer.read(socket);
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        }
    }

    @Test
    void slowHeaders_endBySilence() throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, "GET /open HTTP/1.1\r\nHost: 127");
            long start = System.nanoTime();
            assertThat(TestServer.read(socket).status()).isIn(0, 400, 408);
            assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }
}

package dev.waggle.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class HttpSseTest {
    private final AtomicInteger gone = new AtomicInteger();
    private final CountDownLatch goneLatch = new CountDownLatch(1);
    private final SynchronousQueue<SseStream> opened = new SynchronousQueue<>();
    private final AtomicLong longestSendNanos = new AtomicLong();
    private final AtomicLong mostWaiting = new AtomicLong();
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.with(
                new Routes()
                        .get("/stream", Access.OPEN, ctx -> opened.put(SseStream.open(ctx, this::onGone)))
                        .get("/three", Access.OPEN, ctx -> {
                            SseStream stream = SseStream.open(ctx, this::onGone);
                            stream.send("token", "Hüllo");
                            Thread.sleep(100);
                            stream.send("two\nlines");
                            stream.send("done", "{}");
                            stream.close();
                        })
                        .get("/fails", Access.OPEN, ctx -> {
                            SseStream stream = SseStream.open(ctx, this::onGone);
                            stream.send("token", "before");
                            throw new IllegalStateException("secret detail");
                        })
                        .get("/flood", Access.OPEN, this::flood)
                        .post("/long", Access.OPEN, ctx -> {
                            CountDownLatch left = new CountDownLatch(1);
                            try (ClientWatch watch = ClientWatch.open(ctx, left::countDown)) {
                                boolean told = left.await(3, TimeUnit.SECONDS);
                                if (told && watch.isGone()) {
                                    onGone();
                                }
                                ctx.result("answered");
                            }
                        })
                        .get("/open", Access.OPEN, ctx -> ctx.result("open")),
                TestServer.impatient());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void onGone() {
        gone.incrementAndGet();
        goneLatch.countDown();
    }

    private void flood(Context ctx) {
        SseStream stream = SseStream.open(ctx, this::onGone);
        String data = "x".repeat(10_000);
        boolean more = true;
        for (int i = 0; more && i < 100_000; i++) {
            long before = System.nanoTime();
            more = stream.send("token", data);
            longestSendNanos.accumulateAndGet(System.nanoTime() - before, Math::max);
            mostWaiting.accumulateAndGet(stream.waitingBytes(), Math::max);
        }
    }

    private Socket get(String path) throws IOException {
        Socket socket = server.connect();
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n").getBytes(UTF_8));
        return socket;
    }

    @Test
    void stream_arrivesInOrderAndEnds() {
        TestServer.Answer answer = server.ask("GET", "/three", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream;charset=utf-8");
        String text = new String(answer.text().getBytes(ISO_8859_1), UTF_8);
        assertThat(text)
                .containsSubsequence(
                        "event: token\ndata: Hüllo\n\n", "data: two\ndata: lines\n\n", "event: done\ndata: {}\n\n");
        assertThat(gone).hasValue(0);
        assertThat(server.server.waitingClients()).isZero();
    }

    @Test
    void stream_sendsAtOnceAlsoWhileItsHandlerGoesOn() throws Exception {
        try (Socket socket = get("/stream")) {
            SseStream stream = opened.take();
            stream.send("token", "first");
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            String line = in.readLine();
            while (!line.equals("data: first")) {
                line = in.readLine();
            }
            stream.close();
            assertThat(stream.send("token", "late")).isFalse();
        }
    }

    @Test
    void quietStream_outlivesTheIdleTimeAndBeats() throws Exception {
        try (Socket socket = get("/stream")) {
            SseStream stream = opened.take();
            Thread.sleep(1500);
            assertThat(stream.isOver()).isFalse();
            stream.send("done", "x");
            stream.close();
            String text = TestServer.read(socket).text();
            assertThat(text).contains("data: x");
            assertThat(text.split("\n:\n", -1).length - 1).isBetween(2, 8);
        }
        assertThat(gone).hasValue(0);
    }

    @Test
    void clientThatLeaves_isNoticedOnceAndSoon() throws Exception {
        Socket socket = get("/stream");
        SseStream stream = opened.take();
        socket.close();
        long start = System.nanoTime();
        assertThat(goneLatch.await(2, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofMillis(500).toNanos());
        assertThat(stream.isOver()).isTrue();
        Thread.sleep(300);
        assertThat(gone).hasValue(1);
        assertThat(server.server.waitingClients()).isZero();
    }

    @Test
    void clientThatLeavesALongAnswer_isNoticed() throws Exception {
        String post = "POST /long HTTP/1.1\r\nHost: " + server.host()
                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        try (Socket leaves = server.connect()) {
            leaves.getOutputStream().write(post.getBytes(UTF_8));
            Thread.sleep(200);
        }
        assertThat(goneLatch.await(1, TimeUnit.SECONDS)).isTrue();
        try (Socket stays = server.connect()) {
            stays.getOutputStream().write(post.getBytes(UTF_8));
            assertThat(TestServer.read(stays).body()).isEqualTo("answered");
        }
        assertThat(gone).hasValue(1);
    }

    @Test
    void clientThatDoesNotRead_isDroppedAndHoldsUpNobody() throws Exception {
        try (Socket socket = get("/flood")) {
            assertThat(goneLatch.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(longestSendNanos.get()).isLessThan(Duration.ofMillis(500).toNanos());
            assertThat(mostWaiting.get()).isBetween(1L, (long) Limits.DEFAULT.streamBytes());
            assertThat(server.ask("GET", "/open", "").body()).isEqualTo("open");
            assertThat(socket.isClosed()).isFalse();
        }
        assertThat(gone).hasValue(1);
        assertThat(server.server.waitingClients()).isZero();
    }

    @Test
    void clientThatStalls_isDroppedThoughItsQueueIsNotFull() throws Exception {
        Limits quick = TestServer.impatient();
        Limits limits = new Limits(
                quick.bodyBytes(),
                quick.bodyTime(),
                quick.headerBytes(),
                quick.connections(),
                Duration.ofSeconds(30),
                quick.stopGrace(),
                quick.streamBytes(),
                Duration.ofMillis(500),
                quick.heartbeat(),
                quick.goneCheck());
        Routes routes = new Routes().get("/stream", Access.OPEN, ctx -> opened.put(SseStream.open(ctx, this::onGone)));
        try (TestServer patient = TestServer.with(routes, limits);
                Socket socket = patient.connect()) {
            String request = "GET /stream HTTP/1.1\r\nHost: " + patient.host() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            SseStream stream = opened.take();
            String piece = "x".repeat(50_000);
            for (int i = 0; i < 1000 && stream.waitingBytes() == 0; i++) {
                stream.send("token", piece);
                Thread.sleep(1);
            }
            assertThat(stream.isOver()).isFalse();
            assertThat(goneLatch.await(4, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void handlerThatThrows_endsTheStreamWithAnErrorEvent() {
        String text = server.ask("GET", "/fails", "").text();
        assertThat(text).containsSubsequence("data: before", "event: error\ndata: {", "\"status\":500");
        assertThat(text).doesNotContain("secret");
    }

    @Test
    void stop_endsStreamsWithAnEventAndCancels() throws Exception {
        try (Socket socket = get("/stream")) {
            SseStream stream = opened.take();
            stream.send("token", "x");
            long start = System.nanoTime();
            server.close();
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(2).toNanos());
            assertThat(TestServer.read(socket).text())
                    .containsSubsequence("data: x", "event: error", "problem:stopping");
            assertThat(gone).hasValue(1);
        }
    }

    @Test
    void fiveHundredStreams_costLittle() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        List<SseStream> streams = new ArrayList<>();
        long before = usedBytes();
        for (int i = 0; i < 500; i++) {
            sockets.add(get("/stream"));
            streams.add(opened.take());
        }
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            for (SseStream stream : streams) {
                assertThat(stream.send("token", "some text that a model wrote " + i))
                        .isTrue();
            }
        }
        long sent = System.nanoTime() - start;
        long used = usedBytes() - before;
        System.out.printf("500 streams: %.1f MiB of heap, 50000 events in %d ms%n", used / 1048576.0, sent / 1_000_000);
        assertThat(used).isLessThan(64L * 1024 * 1024);
        streams.forEach(SseStream::close);
        for (Socket socket : sockets) {
            assertThat(TestServer.read(socket).text()).contains("model wrote 99");
            socket.close();
        }
        assertThat(gone).hasValue(0);
    }

    private static long usedBytes() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void head_opensNoStream() {
        TestServer.Answer answer = server.ask("HEAD", "/three", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }
}

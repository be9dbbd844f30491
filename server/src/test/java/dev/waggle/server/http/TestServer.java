package dev.waggle.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** A live server with tokens of its own, and a client that sends just the bytes it is told to. */
final class TestServer implements AutoCloseable {
    static final int PATIENCE_MILLIS = 10_000;

    final HttpServer server;
    final String userToken;
    final String adminToken;

    private final Path data;

    private TestServer(HttpServer server, Path data, String userToken, String adminToken) {
        this.server = server;
        this.data = data;
        this.userToken = userToken;
        this.adminToken = adminToken;
    }

    static TestServer with(Routes routes) {
        return with(routes, Limits.DEFAULT);
    }

    static TestServer with(Routes routes, Limits limits) {
        try {
            Path data = Files.createTempDirectory("waggle-http");
            Tokens tokens = Tokens.in(data);
            ServerSettings settings = new ServerSettings(
                    "127.0.0.1", 0, Set.of(ServerSettings.DESKTOP_ORIGIN, "https://market.example"), limits);
            return new TestServer(
                    HttpServer.start(settings, tokens, routes),
                    data,
                    Files.readString(data.resolve("user.token")).strip(),
                    Files.readString(data.resolve("admin.token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The default limits with all that takes time made short. */
    static Limits impatient() {
        Limits d = Limits.DEFAULT;
        return new Limits(
                d.bodyBytes(),
                Duration.ofMillis(800),
                d.headerBytes(),
                d.connections(),
                Duration.ofMillis(600),
                Duration.ofSeconds(2),
                d.streamBytes(),
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                Duration.ofMillis(50));
    }

    int port() {
        return server.port();
    }

    URI uri(String path) {
        return server.address().resolve(path);
    }

    String host() {
        return "127.0.0.1:" + port();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Sends the text as bytes and reads until the server hangs up, or sends nothing for ten seconds. */
    Answer send(String text) {
        try (Socket socket = connect()) {
            try {
                socket.getOutputStream().write(text.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
            } catch (SocketException e) {
                // It may refuse before it has read all.
            }
            return read(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one request with these lines of headers, and a body when there is one. */
    Answer request(String method, String path, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return send(text.append("\r\n").append(body).toString());
    }

    /** As {@link #request} with our own name. */
    Answer ask(String method, String path, String body, String... headers) {
        String[] all = new String[headers.length + 1];
        all[0] = "Host: " + host();
        System.arraycopy(headers, 0, all, 1, headers.length);
        return request(method, path, body, all);
    }

    String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    static Answer read(Socket socket) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException | SocketException e) {
            // What came until then is the answer.
        }
        return new Answer(bytes.toString(ISO_8859_1));
    }

    /** An answer as it came. */
    record Answer(String text) {
        /** The status, or 0 when there was no answer. */
        int status() {
            return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
        }

        String body() {
            int end = text.indexOf("\r\n\r\n");
            return end < 0 ? "" : text.substring(end + 4);
        }

        /** A header's value; empty when it isn't there. */
        String header(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    @Override
    public void close() {
        server.close();
        if (!Files.exists(data)) return;
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) Files.delete(file);
            Files.delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.waggle.server.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * A user of the service who reads every answer to its end.
 *
 * @param address where the service is
 * @param token the user's
 */
record Visitor(URI address, String token) {
    /** @throws IOException when the answer is not the one asked for */
    void get(String path) throws IOException {
        read(connection(path));
    }

    /** @throws IOException when the answer is not the one asked for */
    void post(String path, String json) throws IOException {
        HttpURLConnection connection = connection(path);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(json.getBytes(UTF_8));
        }
        read(connection);
    }

    private HttpURLConnection connection(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) address.resolve(path).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    private static void read(HttpURLConnection connection) throws IOException {
        try (InputStream answer = connection.getInputStream()) {
            answer.transferTo(OutputStream.nullOutputStream());
        }
    }
}

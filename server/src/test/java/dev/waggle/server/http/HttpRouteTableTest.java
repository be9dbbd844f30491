package dev.waggle.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.server.ProductRoutes;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every route, also the server's own, against every caller who may not come in. The routes are read from the server. */
final class HttpRouteTableTest {
    private final AtomicInteger handled = new AtomicInteger();

    /** What someone sends, and what it is answered with. */
    private record Attack(String name, int expected, String host, List<String> headers, String body) {}

    @TempDir
    static Path data = Path.of("");

    @TestFactory
    Stream<DynamicTest> every_route_refuses_every_attack() throws IOException {
        Handler handler = ctx -> handled.incrementAndGet();
        Routes routes = new Routes();
        for (Access access : Access.values()) {
            String path = "/" + access.name().toLowerCase(Locale.ROOT);
            routes.get(path, access, handler)
                    .post(path, access, handler)
                    .put(path + "/{id}", access, handler)
                    .delete(path + "/{id}/part", access, handler)
                    .form(path + "/form", access, handler);
        }
        addProduct(routes, handler);
        TestServer server = TestServer.with(routes);
        List<DynamicTest> tests = new ArrayList<>();
        for (Route route : routes.all()) {
            for (Attack attack : attacks(server, route)) {
                tests.add(DynamicTest.dynamicTest(
                        route.method().name() + " " + route.path() + ": " + attack.name(),
                        () -> refuses(server, route, attack)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(700);
        return tests.stream().onClose(server::close);
    }

    /** The product's own routes, of which only the handlers are ours. */
    private static void addProduct(Routes routes, Handler handler) throws IOException {
        try (ProductRoutes product = ProductRoutes.on(data, false)) {
            for (Route route : product.routes().all())
                routes.add(new Route(route.method(), route.path(), route.access(), route.body(), handler));
        }
        assertThat(routes.all())
                .extracting(Route::path)
                .contains("/rules/{id}", "/rules/edit", "/api/rulebook/rollback");
    }

    private void refuses(TestServer server, Route route, Attack attack) {
        int before = handled.get();
        List<String> headers = new ArrayList<>(attack.headers());
        headers.add("Host: " + attack.host());
        String path = route.path().replaceAll("\\{\\w+}", "some");
        TestServer.Answer answer =
                server.request(route.method().name(), path, attack.body(), headers.toArray(String[]::new));
        // The tenth wrong token within a minute is not the last one here.
        assertThat(answer.status()).isIn(attack.expected(), attack.name().equals("wrong token") ? 429 : 0);
        assertThat(answer.status()).isNotZero();
        assertThat(answer.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(handled).hasValue(before);
    }

    private static List<Attack> attacks(TestServer server, Route route) {
        String port = ":" + server.port();
        String token = server.bearer(server.adminToken);
        String right = "127.0.0.1" + port;
        List<Attack> attacks = new ArrayList<>();
        for (String host : List.of(
                "evil.example" + port,
                "127.0.0.1.evil" + port,
                "localhost." + port,
                "0x7f.1" + port,
                "127.1" + port,
                "2130706433" + port,
                "127.0.0.1",
                "localhost:1",
                "[::ffff:127.0.0.1]" + port)) {
            attacks.add(new Attack("host " + host, 421, host, List.of(token), ""));
        }
        for (String origin : List.of(
                "null",
                "http://evil.example",
                "http://localhost:1",
                "https://localhost" + port,
                "http://localhost" + port + ".evil.example",
                "tauri://localhost.evil",
                "https://market.example:8443")) {
            attacks.add(new Attack("origin " + origin, 403, right, List.of(token, "Origin: " + origin), ""));
        }
        for (String type : List.of("text/plain", "application/jsonp", "multipart/form-data; boundary=x", "")) {
            attacks.add(new Attack("body " + type, 415, right, List.of(token, "Content-Type: " + type), "{}"));
        }
        attacks.add(new Attack("wrong token", 401, right, List.of(server.bearer("x".repeat(43))), ""));
        if (route.access() != Access.OPEN) {
            attacks.add(new Attack("no token", 401, right, List.of(), ""));
            attacks.add(new Attack(
                    "made-up cookie", 401, right, List.of("Cookie: waggle" + port.replace(':', '-') + "=x"), ""));
        }
        if (route.access() == Access.ADMIN) {
            String user = server.bearer(server.userToken);
            attacks.add(new Attack("user token", 403, right, List.of(user), ""));
            attacks.add(new Attack("allowed origin", 403, right, List.of(token, "Origin: tauri://localhost"), ""));
        }
        return attacks;
    }
}

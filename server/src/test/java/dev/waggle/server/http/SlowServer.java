package dev.waggle.server.http;

import java.io.IOException;
import java.nio.file.Path;

/** A process that serves one route, which takes a second. */
final class SlowServer {
    private SlowServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Routes routes = new Routes().get("/slow", Access.OPEN, ctx -> {
            System.out.println("begun");
            Thread.sleep(1000);
            ctx.result("whole");
        });
        HttpServer server = HttpServer.start(ServerSettings.loopback(0), Tokens.in(Path.of(arguments[0])), routes);
        server.closeOnExit();
        System.out.println(server.address());
        Thread.sleep(60_000);
    }
}

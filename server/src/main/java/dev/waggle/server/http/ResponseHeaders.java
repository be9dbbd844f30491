package dev.waggle.server.http;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;

/** Headers of answers: what a browser may do with them. */
final class ResponseHeaders {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private ResponseHeaders() {}

    /** On every answer: nothing from elsewhere, no inline scripts, no frames, no guessing of types, no referrer. */
    static void secure(HttpFields.Mutable headers) {
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Vary", "Origin");
    }

    /** Lets an origin's pages read the answer. Never with cookies. */
    static void allow(HttpFields.Mutable headers, String origin) {
        headers.put("Access-Control-Allow-Origin", origin);
        headers.put("Access-Control-Expose-Headers", "ETag, Retry-After, Location");
    }

    static void preflight(HttpFields.Mutable headers, Route route) {
        headers.put("Access-Control-Allow-Methods", methods(List.of(route)));
        headers.put(
                "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, If-None-Match, Last-Event-ID");
        headers.put("Access-Control-Max-Age", "600");
        headers.put("Access-Control-Allow-Private-Network", "true");
    }

    static String methods(List<Route> routes) {
        return routes.stream()
                .map(route -> route.method().name())
                .flatMap(name -> name.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(name))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}

package dev.waggle.server.http;

import java.util.Set;

/**
 * Where a server listens and whom it lets in.
 *
 * @param host a name of loopback; every one of them means both of its addresses
 * @param port 0 for any that is free
 * @param allowedOrigins exact origins of front-ends served from elsewhere, such as {@code tauri://localhost}
 * @param limits how much one caller may use
 */
public record ServerSettings(String host, int port, Set<String> allowedOrigins, Limits limits) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "[::1]", "localhost");

    /** The origin of the desktop application. */
    public static final String DESKTOP_ORIGIN = "tauri://localhost";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public ServerSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
        if (!LOOPBACK.contains(host)) {
            throw new IllegalArgumentException(
                    "--host " + host + " is not this machine's loopback. Anyone on that network"
                            + " could call Waggle, so it would need TLS and a token on every route, which this version does not"
                            + " have. Use --host 127.0.0.1 and a tunnel, such as: ssh -L 7838:127.0.0.1:7838 THIS-MACHINE");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("--port " + port + " is not a port: 0 to 65535");
        }
        for (String origin : allowedOrigins) {
            if (!origin.matches("[a-z][a-z0-9+.-]*://[a-z0-9.\\[\\]:-]+")) {
                throw new IllegalArgumentException(
                        "not an origin: " + origin + " (a scheme, a host and a port, such as https://example.org)");
            }
        }
    }

    /** Loopback at a port, with the desktop application let in. */
    public static ServerSettings loopback(int port) {
        return new ServerSettings("127.0.0.1", port, Set.of(DESKTOP_ORIGIN), Limits.DEFAULT);
    }
}

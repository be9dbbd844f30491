package dev.waggle.server.http;

import java.io.IOException;
import java.net.BindException;

/** The port can't be had. Its message names the port, and the process that listens there where that can be seen. */
public final class PortInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int port;

    private PortInUseException(int port, String message, BindException cause) {
        super(message, cause);
        this.port = port;
    }

    static PortInUseException at(String address, int port, BindException cause) {
        String denied = String.valueOf(cause.getMessage());
        if (denied.contains("Permission denied")) {
            return new PortInUseException(port, "Port " + port + " may not be used by this user.", cause);
        }
        String holder = PortHolder.of(port).map(who -> " by " + who).orElse("");
        return new PortInUseException(
                port,
                "Port " + port + " on " + address + " is in use" + holder + ". Maybe Waggle already runs; else choose"
                        + " another with --port.",
                cause);
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}

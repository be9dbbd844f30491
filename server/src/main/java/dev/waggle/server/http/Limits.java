package dev.waggle.server.http;

import java.time.Duration;

/**
 * How much of us one caller may use.
 *
 * @param bodyBytes the largest body
 * @param bodyTime the longest that a body may take to arrive
 * @param headerBytes request line and headers together
 * @param connections open at once
 * @param idle a connection that says nothing for so long is closed
 * @param stopGrace how long answers may still take after a stop
 * @param streamBytes what waits for one client of a stream; more, and the client is dropped
 * @param streamStall a stream's client that takes nothing for so long is dropped
 * @param heartbeat how often a quiet stream says that it lives
 * @param goneCheck how often we look whether a waiting client is still there
 */
public record Limits(
        int bodyBytes,
        Duration bodyTime,
        int headerBytes,
        int connections,
        Duration idle,
        Duration stopGrace,
        int streamBytes,
        Duration streamStall,
        Duration heartbeat,
        Duration goneCheck) {
    /** What a server has when nothing else is said. */
    public static final Limits DEFAULT = new Limits(
            1024 * 1024,
            Duration.ofSeconds(15),
            8 * 1024,
            2000,
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            256 * 1024,
            Duration.ofSeconds(20),
            Duration.ofSeconds(4),
            Duration.ofMillis(500));
}

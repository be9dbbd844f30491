package dev.waggle.runtime;

import java.time.Duration;

/**
 * How long a worker may take.
 *
 * @param ready from its start until the model is loaded
 * @param silence without any message while it generates: longer is a hang
 * @param hangGrace from asking a hung worker to end until it is killed
 * @param cancelGrace from a cancel until the answer must have ended, else the worker is killed
 * @param closeGrace from the end of its input until it is asked to end, and again until it is killed
 */
public record Deadlines(
        Duration ready, Duration silence, Duration hangGrace, Duration cancelGrace, Duration closeGrace) {
    public Deadlines {
        for (Duration each : new Duration[] {ready, silence, hangGrace, cancelGrace, closeGrace}) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("a deadline is not positive: " + each);
            }
        }
    }

    /** 10 minutes to load, 30 s of silence, 5 s, 400 ms and 1 s of grace. */
    public static Deadlines standard() {
        return new Deadlines(
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofMillis(400),
                Duration.ofSeconds(1));
    }

    /** The same, with another time to load. */
    public Deadlines withReady(Duration limit) {
        return new Deadlines(limit, silence, hangGrace, cancelGrace, closeGrace);
    }

    /** The same, with another silence. */
    public Deadlines withSilence(Duration limit) {
        return new Deadlines(ready, limit, hangGrace, cancelGrace, closeGrace);
    }
}

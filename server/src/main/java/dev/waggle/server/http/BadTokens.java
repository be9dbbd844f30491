package dev.waggle.server.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Counts wrong tokens and codes: more than ten within a minute are answered with a wait.
 *
 * <p>The right token still passes meanwhile, or any program on this machine could lock the user out.
 */
final class BadTokens {
    private static final int ALLOWED = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private final Deque<Long> recent = new ArrayDeque<>();

    BadTokens(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Takes note of one.
     *
     * @param refusal what it is answered with
     * @return the refusal, or the wait
     */
    synchronized ProblemException oneMore(ProblemException refusal) {
        long now = nanos.getAsLong();
        while (!recent.isEmpty() && now - recent.getFirst() >= WINDOW.toNanos()) {
            recent.removeFirst();
        }
        if (recent.size() < ALLOWED) {
            recent.addLast(now);
            return refusal;
        }
        long wait =
                Duration.ofNanos(WINDOW.toNanos() - (now - recent.getFirst())).toSeconds() + 1;
        return Problem.of(429, "too-many-bad-tokens", "Too many wrong tokens; wait " + wait + " s.")
                .exception()
                .header("Retry-After", String.valueOf(wait));
    }
}

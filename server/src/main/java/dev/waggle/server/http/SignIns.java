package dev.waggle.server.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Browsers that signed in as the user of this machine, and the codes that let them. Both live in memory only. */
final class SignIns {
    static final String PATH = "/sign-in";
    static final Duration CODE_LIFE = Duration.ofMinutes(10);
    static final Duration SESSION_LIFE = Duration.ofDays(7);
    private static final int MOST = 32;

    private final LongSupplier nanos;
    private final BadTokens badTokens;
    private final Map<String, Long> codes = new LinkedHashMap<>();
    private final Map<String, Long> sessions = new LinkedHashMap<>();

    SignIns(LongSupplier nanos, BadTokens badTokens) {
        this.nanos = nanos;
        this.badTokens = badTokens;
    }

    /** A new code: good once, for ten minutes. */
    synchronized String newCode() {
        return put(codes, CODE_LIFE);
    }

    /** Cookies know no ports, so the name tells apart the servers of this machine. */
    static String cookieName(int port) {
        return "waggle-" + port;
    }

    /** Answers {@code GET /sign-in?code=…}: a session's cookie for a code, and on to the first page. */
    void handle(Context ctx) {
        if (!ctx.method().equals(HandlerType.GET)) {
            return;
        }
        String code = ctx.queryParam("code");
        String session = code == null ? "" : exchange(code);
        if (session.isEmpty()) {
            throw badTokens.oneMore(Problem.of(
                            403,
                            "sign-in-code",
                            "This sign-in link is used up or older than ten minutes. Waggle prints a new one when it"
                                    + " starts.")
                    .exception());
        }
        ctx.header(
                "Set-Cookie",
                cookieName(ctx.req().getLocalPort()) + "=" + session + "; Path=/; Max-Age=" + SESSION_LIFE.toSeconds()
                        + "; HttpOnly; SameSite=Strict");
        ctx.header("Cache-Control", "no-store").redirect("/", HttpStatus.SEE_OTHER);
    }

    /** A new session for a code, which is then used up; empty when it isn't good. */
    synchronized String exchange(String code) {
        Long until = codes.remove(code);
        return until != null && isFuture(until) ? put(sessions, SESSION_LIFE) : "";
    }

    /** Whether a cookie's value is a session. */
    synchronized boolean isSession(String value) {
        Long until = sessions.get(value);
        return until != null && isFuture(until);
    }

    private String put(Map<String, Long> secrets, Duration life) {
        secrets.values().removeIf(until -> !isFuture(until));
        if (secrets.size() >= MOST) {
            secrets.remove(secrets.keySet().iterator().next());
        }
        String secret = Tokens.random();
        secrets.put(secret, nanos.getAsLong() + life.toNanos());
        return secret;
    }

    private boolean isFuture(long until) {
        return until - nanos.getAsLong() > 0;
    }
}

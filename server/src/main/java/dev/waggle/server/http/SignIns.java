package dev.waggle.server.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Browsers that signed in as the user of this machine or as its admin, and the codes that let them. All in memory only. */
final class SignIns {
    static final String PATH = "/sign-in";
    static final Duration CODE_LIFE = Duration.ofMinutes(10);
    static final Duration SESSION_LIFE = Duration.ofDays(7);
    private static final int MOST = 32;

    private final LongSupplier nanos;
    private final BadTokens badTokens;
    private final Map<String, Grant> codes = new LinkedHashMap<>();
    private final Map<String, Grant> sessions = new LinkedHashMap<>();

    /** Whom a secret stands for, and until when. */
    private record Grant(Caller caller, long until) {}

    SignIns(LongSupplier nanos, BadTokens badTokens) {
        this.nanos = nanos;
        this.badTokens = badTokens;
    }

    /** A new code: good once, for ten minutes, to sign in as that caller. */
    synchronized String newCode(Caller caller) {
        return put(codes, caller, CODE_LIFE);
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
        Grant grant = codes.remove(code);
        return grant != null && isFuture(grant) ? put(sessions, grant.caller(), SESSION_LIFE) : "";
    }

    /** Whose session a cookie's value is; {@link Caller#ANONYMOUS} where it is none. */
    synchronized Caller callerOf(String value) {
        Grant grant = sessions.get(value);
        return grant != null && isFuture(grant) ? grant.caller() : Caller.ANONYMOUS;
    }

    private String put(Map<String, Grant> secrets, Caller caller, Duration life) {
        secrets.values().removeIf(grant -> !isFuture(grant));
        if (secrets.size() >= MOST) {
            secrets.remove(secrets.keySet().iterator().next());
        }
        String secret = Tokens.random();
        secrets.put(secret, new Grant(caller, nanos.getAsLong() + life.toNanos()));
        return secret;
    }

    private boolean isFuture(Grant grant) {
        return grant.until() - nanos.getAsLong() > 0;
    }
}

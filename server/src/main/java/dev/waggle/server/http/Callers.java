package dev.waggle.server.http;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Tells who a request comes from: by its token, else by the cookie of a browser that signed in. */
final class Callers {
    private static final String SCHEME = "Bearer ";
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final Tokens tokens;
    private final SignIns signIns;
    private final BadTokens badTokens;
    private final Sites sites;
    private final String cookie;

    Callers(Tokens tokens, SignIns signIns, BadTokens badTokens, Sites sites, String cookie) {
        this.tokens = tokens;
        this.signIns = signIns;
        this.badTokens = badTokens;
        this.sites = sites;
        this.cookie = cookie;
    }

    /**
     * The caller. A wrong token is refused everywhere; an old cookie is only no cookie.
     *
     * @param mayUseCookie false for another origin
     */
    Caller of(Request request, boolean mayUseCookie) {
        List<String> given = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        if (given.isEmpty()) {
            return mayUseCookie ? signedIn(request) : Caller.ANONYMOUS;
        }
        String only = given.size() == 1 ? given.get(0) : "";
        if (only.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return tokens.callerOf(only.substring(SCHEME.length()).strip()).orElseThrow(this::wrongToken);
        }
        throw wrongToken();
    }

    /** A cookie comes along with requests that the user never meant, so a write must also come from our own page. */
    private Caller signedIn(Request request) {
        Caller known = Request.getCookies(request).stream()
                .filter(each -> each.getName().equals(cookie))
                .map(HttpCookie::getValue)
                .map(signIns::callerOf)
                .max(Comparator.naturalOrder())
                .orElse(Caller.ANONYMOUS);
        if (known != Caller.ANONYMOUS && !READS.contains(request.getMethod()) && !sites.isFromOwnPage(request)) {
            throw Problem.of(403, "origin", "A signed-in browser may change something only from Waggle's own pages.")
                    .exception();
        }
        return known;
    }

    private ProblemException wrongToken() {
        return badTokens.oneMore(challenge("bad-token", "This token is not right."));
    }

    /** Why a caller may not. */
    ProblemException refusal(Caller caller, Access access) {
        if (caller == Caller.ANONYMOUS) {
            return challenge(
                    "token",
                    "This needs the " + (access == Access.ADMIN ? "admin" : "user")
                            + " token (Authorization: Bearer …), which lies in Waggle's data folder"
                            + "; a browser signs in by the link that Waggle prints"
                            + (access == Access.ADMIN ? " (waggle serve --admin)." : "."));
        }
        return Problem.of(403, "role", "This needs the admin token.").exception();
    }

    private static ProblemException challenge(String code, String detail) {
        return Problem.of(401, code, detail).exception().header("WWW-Authenticate", "Bearer realm=\"waggle\"");
    }
}

package dev.waggle.server.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The names this server goes by, and the origins whose pages may call it. Both are compared letter for letter. */
final class Sites {
    private final Set<String> hosts;
    private final Set<String> ownOrigins;
    private final Set<String> allowedOrigins;

    Sites(int port, Set<String> allowedOrigins) {
        Stream<String> names = Stream.of("127.0.0.1", "[::1]", "localhost");
        this.hosts = (port == 80
                        ? names.flatMap(name -> Stream.of(name, name + ":80"))
                        : names.map(n -> n + ":" + port))
                .collect(Collectors.toUnmodifiableSet());
        this.ownOrigins = hosts.stream().map(host -> "http://" + host).collect(Collectors.toUnmodifiableSet());
        this.allowedOrigins = allowedOrigins;
    }

    /** A page whose own name was made to point here (DNS rebinding) still sends its own name. */
    void checkHost(Request request) {
        List<String> named = request.getHeaders().getValuesList(HttpHeader.HOST);
        if (named.size() != 1 || !hosts.contains(named.get(0))) {
            throw Problem.of(421, "host", "This server does not go by that name; use 127.0.0.1 or localhost.")
                    .exception();
        }
    }

    /** The allowed origin that a request comes from; null when it comes from our own pages or from no page. */
    @Nullable
    String foreignOrigin(Request request) {
        List<String> origins = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
        if (origins.isEmpty() || isOwn(origins)) {
            return null;
        }
        if (origins.size() != 1 || !allowedOrigins.contains(origins.get(0))) {
            throw Problem.of(403, "origin", "Pages of this origin may not call this server.")
                    .exception();
        }
        return origins.get(0);
    }

    /** Whether a request says that it comes from one of our own pages. */
    boolean isFromOwnPage(Request request) {
        return isOwn(request.getHeaders().getValuesList(HttpHeader.ORIGIN));
    }

    private boolean isOwn(List<String> origins) {
        return origins.size() == 1 && ownOrigins.contains(origins.get(0));
    }
}

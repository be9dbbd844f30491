package dev.waggle.server.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One thing the server can be asked.
 *
 * @param method {@code GET} also answers {@code HEAD}
 * @param path begins with a slash; a segment in braces takes any one segment, such as {@code /api/workers/{id}}
 * @param access who may call it
 * @param body what a request's body may be
 * @param handler answers it
 */
public record Route(HandlerType method, String path, Access access, Body body, Handler handler) {
    private static final Set<HandlerType> METHODS =
            Set.of(HandlerType.GET, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);
    private static final Pattern PATH = Pattern.compile("/|(/([\\w.~-]+|\\{\\w+}))+");

    /** What a request's body may be. */
    public enum Body {
        /** {@code application/json}, or none. */
        JSON,

        /** {@code application/x-www-form-urlencoded}, or none; for the forms of pages. */
        FORM
    }

    public Route {
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("no route can be declared for " + method.name());
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path of a route: " + path);
        }
    }

    /**
     * Whether a request's path is this route's, by its bytes: nothing is decoded, no dot and no double slash is resolved.
     *
     * @param segments the path as sent, cut at its slashes
     */
    boolean takes(List<String> segments) {
        List<String> own = segments(path);
        if (own.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < own.size(); i++) {
            String part = own.get(i);
            boolean fits = part.startsWith("{") ? isValue(segments.get(i)) : part.equals(segments.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValue(String segment) {
        return !segment.isEmpty() && !segment.contains(";") && !segment.equals(".") && !segment.equals("..");
    }

    static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}

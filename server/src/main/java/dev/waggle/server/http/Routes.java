package dev.waggle.server.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every route of a server, in the order they are tried. There is no other way to get a handler into it. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();

    /** Adds a route that reads. */
    public Routes get(String path, Access access, Handler handler) {
        return add(new Route(HandlerType.GET, path, access, Route.Body.JSON, handler));
    }

    /** Adds a route that takes JSON. */
    public Routes post(String path, Access access, Handler handler) {
        return add(new Route(HandlerType.POST, path, access, Route.Body.JSON, handler));
    }

    /** Adds a route that replaces. */
    public Routes put(String path, Access access, Handler handler) {
        return add(new Route(HandlerType.PUT, path, access, Route.Body.JSON, handler));
    }

    /** Adds a route that removes. */
    public Routes delete(String path, Access access, Handler handler) {
        return add(new Route(HandlerType.DELETE, path, access, Route.Body.JSON, handler));
    }

    /** Adds a route that takes a page's form. */
    public Routes form(String path, Access access, Handler handler) {
        return add(new Route(HandlerType.POST, path, access, Route.Body.FORM, handler));
    }

    /**
     * Adds a route.
     *
     * @throws IllegalArgumentException when the same method and path is there already
     */
    public Routes add(Route route) {
        if (routes.stream()
                .anyMatch(other ->
                        other.method().equals(route.method()) && other.path().equals(route.path()))) {
            throw new IllegalArgumentException(
                    "declared twice: " + route.method().name() + " " + route.path());
        }
        routes.add(route);
        return this;
    }

    /** All of them. */
    public List<Route> all() {
        return List.copyOf(routes);
    }

    /** Those of any method that take this path. */
    List<Route> at(String path) {
        List<String> segments = Route.segments(path);
        return routes.stream().filter(route -> route.takes(segments)).toList();
    }

    static Optional<Route> of(HandlerType method, List<Route> routes) {
        HandlerType asked = method.equals(HandlerType.HEAD) ? HandlerType.GET : method;
        return routes.stream().filter(route -> route.method().equals(asked)).findFirst();
    }
}

package dev.waggle.server.http;

import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Stands before everything else and asks, in this order: host, origin, path and method, type of the body, token, role.
 * What it lets through carries an {@link Admission}.
 */
final class Gate extends Handler.Wrapper {
    private final Sites sites;
    private final Routes routes;
    private final Callers callers;

    Gate(Sites sites, Routes routes, Callers callers) {
        this.sites = sites;
        this.routes = routes;
        this.callers = callers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ResponseHeaders.secure(response.getHeaders());
        try {
            sites.checkHost(request);
            String foreign = sites.foreignOrigin(request);
            if (foreign != null && isPreflight(request)) {
                preflight(request, response, callback, foreign);
                return true;
            }
            request.setAttribute(Admission.ATTRIBUTE, admit(request, response, foreign));
        } catch (ProblemException e) {
            ProblemWriter.write(request, response, callback, e);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private Admission admit(Request request, Response response, @Nullable String foreign) {
        Route route = route(request);
        if (foreign != null) {
            allowForeign(response, route, foreign);
        }
        checkBody(request, route);
        Caller caller = callers.of(request, foreign == null);
        if (!caller.may(route.access())) {
            throw callers.refusal(caller, route.access());
        }
        return new Admission(route, caller);
    }

    private Route route(Request request) {
        List<Route> here = routes.at(request.getHttpURI().getPath());
        if (here.isEmpty()) {
            throw Problem.of(404, "no-such-path", "There is nothing at this path.")
                    .exception();
        }
        Optional<HandlerType> method = method(request.getMethod());
        return method.flatMap(asked -> Routes.of(asked, here))
                .orElseThrow(() -> Problem.of(
                                405,
                                "method",
                                "This path takes " + ResponseHeaders.methods(here) + ", not " + request.getMethod()
                                        + ".")
                        .exception()
                        .header("Allow", ResponseHeaders.methods(here)));
    }

    private static Optional<HandlerType> method(String name) {
        return List.of(
                        HandlerType.GET,
                        HandlerType.HEAD,
                        HandlerType.POST,
                        HandlerType.PUT,
                        HandlerType.PATCH,
                        HandlerType.DELETE)
                .stream()
                .filter(method -> method.name().equals(name))
                .findFirst();
    }

    private static void checkBody(Request request, Route route) {
        HttpFields headers = request.getHeaders();
        boolean hasBody =
                headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0 || headers.contains(HttpHeader.TRANSFER_ENCODING);
        List<String> types = headers.getValuesList(HttpHeader.CONTENT_TYPE);
        String wanted = route.body() == Route.Body.FORM ? "application/x-www-form-urlencoded" : "application/json";
        boolean right = types.size() == 1 && isType(types.get(0), wanted);
        if ((hasBody || !types.isEmpty()) && !right) {
            throw Problem.of(415, "body-type", "The body must be of the type " + wanted + ".")
                    .exception()
                    .header("Accept-Post", wanted);
        }
        if (headers.contains(HttpHeader.CONTENT_ENCODING)) {
            throw Problem.of(415, "body-encoding", "A compressed body is not taken.")
                    .exception();
        }
        if (hasBody && route.method().equals(HandlerType.GET)) {
            throw Problem.of(400, "body", "A request that only reads has no body.")
                    .exception();
        }
    }

    private static boolean isType(String value, String wanted) {
        String type = value.toLowerCase(Locale.ROOT).replace(" ", "");
        return type.equals(wanted) || type.equals(wanted + ";charset=utf-8");
    }

    private static boolean isPreflight(Request request) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
    }

    private void preflight(Request request, Response response, Callback callback, String origin) {
        HttpField asked = request.getHeaders().getField(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
        Optional<Route> route = asked == null
                ? Optional.empty()
                : method(asked.getValue())
                        .flatMap(method ->
                                Routes.of(method, routes.at(request.getHttpURI().getPath())));
        if (route.isEmpty()) {
            throw Problem.of(404, "no-such-path", "There is nothing at this path.")
                    .exception();
        }
        allowForeign(response, route.get(), origin);
        ResponseHeaders.preflight(response.getHeaders(), route.get());
        response.setStatus(204);
        callback.succeeded();
    }

    private static void allowForeign(Response response, Route route, String origin) {
        if (route.access() == Access.ADMIN) {
            throw Problem.of(403, "origin", "This may not be called from another origin.")
                    .exception();
        }
        ResponseHeaders.allow(response.getHeaders(), origin);
    }
}

package dev.waggle.server.http;

import dev.waggle.server.json.Json;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waggle's server: routes behind the gate, on loopback. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    private final Listeners listeners;
    private final Clients clients;
    private final SignIns signIns;
    private final Javalin javalin;

    private HttpServer(ServerSettings settings, Tokens tokens, Routes routes, Listeners listeners) {
        Limits limits = settings.limits();
        BadTokens badTokens = new BadTokens(System::nanoTime);
        Sites sites = new Sites(listeners.port(), settings.allowedOrigins());
        this.listeners = listeners;
        this.signIns = new SignIns(System::nanoTime, badTokens);
        this.clients = new Clients(limits);
        routes.get(SignIns.PATH, Access.OPEN, signIns::handle);
        Callers callers = new Callers(tokens, signIns, badTokens, sites, SignIns.cookieName(listeners.port()));
        Gate gate = new Gate(sites, routes, callers);
        this.javalin = Javalin.create(config -> {
            adapt(config, limits);
            config.appData(Clients.KEY, clients);
            config.jetty.modifyServer(server -> jetty(server, gate, limits));
            config.jetty.modifyHttpConfiguration(http -> limit(http, limits));
            listeners.channels().forEach(channel -> listen(config, channel, limits));
            routes.all().forEach(route -> register(config, route));
            config.routes.exception(Exception.class, Faults::answer);
        });
    }

    /**
     * Starts to listen. The routes get one more, for signing in.
     *
     * @throws PortInUseException when someone else listens there
     */
    public static HttpServer start(ServerSettings settings, Tokens tokens, Routes routes) throws IOException {
        Listeners listeners = Listeners.bind(settings.port());
        try {
            HttpServer server = new HttpServer(settings, tokens, routes, listeners);
            server.javalin.start();
            return server;
        } catch (RuntimeException e) {
            listeners.close();
            throw e;
        }
    }

    private static void adapt(JavalinConfig config, Limits limits) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = Runtime.version().feature() >= FIRST_JDK_WITH_VIRTUAL_THREADS;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.asyncTimeout = 0;
        config.http.maxRequestSize = limits.bodyBytes();
        config.router.ignoreTrailingSlashes = false;
        config.jsonMapper(new JavalinJackson(Json.MAPPER, false));
    }

    private static void jetty(Server server, Gate gate, Limits limits) {
        server.insertHandler(new WholeBody(limits));
        server.insertHandler(gate);
        server.setErrorHandler(new ProblemWriter());
        server.setStopTimeout(limits.stopGrace().toMillis());
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
    }

    private static void limit(HttpConfiguration http, Limits limits) {
        http.setRequestHeaderSize(limits.headerBytes());
        http.setIdleTimeout(limits.idle().toMillis());
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
    }

    private static void listen(JavalinConfig config, ServerSocketChannel channel, Limits limits) {
        config.jetty.addConnector((server, http) -> {
            ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
            connector.setIdleTimeout(limits.idle().toMillis());
            try {
                connector.open(channel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return connector;
        });
    }

    /** Puts a route into the router, to run only when the gate let the request through to this very route. */
    private static void register(JavalinConfig config, Route route) {
        Handler guarded = ctx -> {
            if (!Admission.of(ctx).route().equals(route)) {
                throw new IllegalStateException("the gate and the router disagree about " + route.path());
            }
            route.handler().handle(ctx);
        };
        List<HandlerType> methods = route.method().equals(HandlerType.GET)
                ? List.of(HandlerType.GET, HandlerType.HEAD)
                : List.of(route.method());
        methods.forEach(method -> config.routes.addHttpHandler(method, route.path(), guarded));
    }

    /** The port it listens on. */
    public int port() {
        return listeners.port();
    }

    /** Where a browser of this machine finds it. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    /** A new link that signs one browser in as the user of this machine: good once, for ten minutes. */
    public URI newSignInLink() {
        return signInLink(Caller.USER);
    }

    /** The same as the admin, who may also change rules. */
    public URI newAdminSignInLink() {
        return signInLink(Caller.ADMIN);
    }

    private URI signInLink(Caller caller) {
        return address().resolve(SignIns.PATH + "?code=" + signIns.newCode(caller));
    }

    /** How many clients wait for a stream or a long answer. */
    public int waitingClients() {
        return clients.count();
    }

    /** Closes it when the process is told to end, as by SIGTERM. */
    public void closeOnExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "waggle-stop"));
    }

    /** Stops: takes no more, ends streams with an event, and gives answers in one piece the grace of the limits. */
    @Override
    public void close() {
        clients.close();
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("Stopped before every answer was complete: {}", String.valueOf(e.getMessage()));
        }
    }
}

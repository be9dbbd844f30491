package dev.waggle.server.cli;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.MemoryGauge;
import dev.waggle.runtime.WorkerLogs;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.runs.RunLimits;
import dev.waggle.runtime.runs.Runs;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Startable;
import dev.waggle.server.http.DataFolderBusyException;
import dev.waggle.server.http.DataFolderLock;
import dev.waggle.server.http.HttpServer;
import dev.waggle.server.http.Limits;
import dev.waggle.server.http.PortInUseException;
import dev.waggle.server.http.Routes;
import dev.waggle.server.http.ServerSettings;
import dev.waggle.server.http.Tokens;
import dev.waggle.server.routes.CatalogRoutes;
import dev.waggle.server.routes.FitRoutes;
import dev.waggle.server.routes.GenerationRoutes;
import dev.waggle.server.routes.JudgeRoutes;
import dev.waggle.server.routes.RunRoutes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the service with its page, and stays until it is stopped. */
@Command(
        name = "serve",
        description = "Start the service and its page on this machine.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Where to listen: this machine's loopback (default: 127.0.0.1).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "7838",
            description = "The port to listen on; 0 = any that is free (default: 7838).")
    private int port = 7838;

    @Option(names = "--admin", description = "Print a second sign-in link, for a browser that may edit the rules.")
    private boolean admin;

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerSettings settings = settings();
        Path data = app.dataFolder();
        try (DataFolderLock lock = DataFolderLock.take(data)) {
            Rulebook rulebook = Rulebook.open(app, data);
            placeDemoModel(data.resolve("models"));
            Startable startable = Starting.startable(data);
            Workers workers = new Workers(
                    data.resolve("workers"),
                    Deadlines.standard(),
                    MemoryGauge.system(),
                    WorkerLogs.in(data.resolve("logs")));
            try (rulebook;
                    Runs runs = new Runs(workers, RunLimits.standard())) {
                rulebook.watch(spec.commandLine().getErr());
                serve(settings, Tokens.in(data), rulebook, startable, runs);
            }
            return ExitCode.YES;
        } catch (PortInUseException | DataFolderBusyException e) {
            throw new CommandFailure(ExitCode.MISSING_PROGRAM, String.valueOf(e.getMessage()));
        }
    }

    private ServerSettings settings() {
        try {
            return new ServerSettings(host, port, Set.of(ServerSettings.DESKTOP_ORIGIN), Limits.DEFAULT);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private void serve(ServerSettings settings, Tokens tokens, Rulebook rulebook, Startable startable, Runs runs)
            throws IOException, InterruptedException {
        Routes routes = new Routes();
        Live live = rulebook.live();
        rulebook.addTo(routes);
        CatalogRoutes.addTo(routes, live);
        JudgeRoutes.addTo(routes, live);
        FitRoutes.addTo(routes, live);
        GenerationRoutes.addTo(routes, live, startable, runs);
        RunRoutes.addTo(routes, live, startable, runs);
        CountDownLatch stopped = new CountDownLatch(1);
        try (HttpServer server = HttpServer.start(settings, tokens, routes)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                server.close();
                                runs.close();
                                rulebook.close();
                                stopped.countDown();
                            },
                            "stop"));
            announce(server);
            stopped.await();
        }
    }

    private void announce(HttpServer server) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Waggle answers at " + server.address());
        out.println("Sign in to see this machine (good once, for ten minutes): " + server.newSignInLink());
        if (admin) out.println("Sign in to edit rules (good once, for ten minutes): " + server.newAdminSignInLink());
        out.println("Token for programs: " + app.dataFolder().resolve("user.token") + ". Ctrl-C stops.");
        out.flush();
    }

    /** A newcomer has a model to try; whoever removed it has other models, and it stays away. */
    private static void placeDemoModel(Path models) throws IOException {
        if (Files.isDirectory(models)) return;
        Files.createDirectories(models);
        new KnownAnswerModel(KnownAnswerModel.SENTENCE, SyntheticArchitecture.LLAMA, GgmlType.F32)
                .write(models.resolve("waggle-demo.gguf"));
    }
}

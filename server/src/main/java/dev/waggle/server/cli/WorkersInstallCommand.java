package dev.waggle.server.cli;

import dev.waggle.hardware.CpuArchitecture;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.EnginePackage;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.Outcome;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.install.InstallException;
import dev.waggle.runtime.install.Installed;
import dev.waggle.runtime.install.NpmPackage;
import dev.waggle.server.app.InstalledEngines;
import dev.waggle.server.app.LocalModel;
import dev.waggle.server.app.Quantity;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Installs a worker's native libraries, after asking whether it can run here at all. */
@Command(
        name = "install",
        description = {
            "Install a worker on this machine with npm, after judging whether it can run here.",
            "Nothing of a package is run, and what does not have the catalog's hash is thrown away."
        },
        mixinStandardHelpOptions = true)
final class WorkersInstallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "A worker of the catalog, such as llamacpp-cpu.")
    private String id = "";

    @Option(names = "--force", description = "Install it even where the rules say that it can't run here.")
    private boolean force;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws UnknownIdException, IOException {
        Catalog catalog = app.catalog();
        WorkerEntry worker = catalog.workers().get(id);
        if (worker == null)
            throw new UnknownIdException("worker", id, catalog.workers().keySet());
        if (worker.packages().isEmpty()) return notInstallable(worker, catalog);
        Waggle waggle = new Waggle(catalog, new RuleSet(app.book()), app.dataFolder());
        Place here = waggle.place(Waggle.LOCAL);
        EnginePackage chosen = InstalledEngines.packageFor(worker, here.machine())
                .orElseThrow(() -> noPackage(worker, here.machine()));
        Verdict verdict = verdict(waggle, worker, here);
        refuseWhatCannotRun(verdict);
        InstalledEngines engines = new InstalledEngines(app.dataFolder());
        boolean already = engines.of(worker, here.machine()).isPresent();
        Installed installed = install(engines, InstalledEngines.npm(chosen));
        print(verdict, installed, already);
        return ExitCode.YES;
    }

    private int notInstallable(WorkerEntry worker, Catalog catalog) {
        if (worker.startable().equals("llamacpp-java")) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(worker.id() + " is part of Waggle; nothing needs to be installed.");
            out.flush();
            return ExitCode.YES;
        }
        String others = catalog.workers().values().stream()
                .filter(each -> !each.packages().isEmpty())
                .map(WorkerEntry::id)
                .collect(Collectors.joining(", "));
        String why = worker.startable().equals("llama-server")
                ? worker.id()
                        + " is a program of your own: install it as llama.cpp's manual says and put it on the PATH."
                : "Waggle does not install " + worker.id() + ": the catalog names no package of it.";
        throw new CommandFailure(ExitCode.NO, why + " It installs: " + others + ".");
    }

    private static CommandFailure noPackage(WorkerEntry worker, Machine machine) {
        String platforms = worker.packages().stream()
                .map(each -> each.os() + " on " + each.architecture())
                .collect(Collectors.joining(", "));
        OperatingSystem os = machine.os().orNull();
        CpuArchitecture architecture = machine.cpuArchitecture().orNull();
        boolean known = os != null && architecture != null;
        String here = os == null || architecture == null
                ? "a machine whose system or processor is unknown"
                : os.id() + " on " + architecture.id();
        return new CommandFailure(
                known ? ExitCode.NO : ExitCode.UNKNOWN,
                "there is no package of " + worker.id() + " for " + here + "; there is one for " + platforms + ".");
    }

    /** The small known-answer model stands for any model: what refuses it here would refuse all. */
    private static Verdict verdict(Waggle waggle, WorkerEntry worker, Place here) throws IOException {
        Path folder = Files.createTempDirectory("waggle-install");
        Path file = folder.resolve("demo.gguf");
        try {
            new KnownAnswerModel(KnownAnswerModel.SENTENCE, SyntheticArchitecture.LLAMA, GgmlType.F32).write(file);
            LocalModel model = LocalModel.of(
                    file, ModelFile.read(file), waggle.catalog().engines().values());
            Subject subject = new Subject(model.entry(), model.entry().variants(), file);
            return waggle.judge(subject, here, List.of(worker), Wish.none()).get(0);
        } catch (ModelFileException e) {
            throw new IllegalStateException("a model of ours can't be read", e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private void refuseWhatCannotRun(Verdict verdict) {
        PrintWriter err = spec.commandLine().getErr();
        if (verdict.outcome() instanceof Outcome.Unknown unknown)
            err.println("It is not known whether " + id + " runs here:\n" + reasons(unknown.reasons()));
        if (!(verdict.outcome() instanceof Outcome.CannotRun no)) return;
        String reasons = id + " can't run on this machine:\n" + reasons(no.reasons());
        if (!force)
            throw new CommandFailure(ExitCode.NO, reasons + "\nNothing was installed; --force installs it anyway.");
        err.println(reasons + "\nInstalling it anyway.");
    }

    private static String reasons(List<Finding> findings) {
        return findings.stream()
                .map(finding -> "  " + finding.rule() + "  " + finding.message())
                .collect(Collectors.joining("\n"));
    }

    private Installed install(InstalledEngines engines, NpmPackage npmPackage) {
        PrintWriter err = spec.commandLine().getErr();
        try (InstallProgress progress = new InstallProgress(err, npmPackage.toString(), npmPackage.unpackedBytes())) {
            return engines.installer().install(npmPackage, progress);
        } catch (InstallException e) {
            throw InstallFailures.toCommandFailure(e);
        }
    }

    private void print(Verdict verdict, Installed installed, boolean already) {
        WorkerEntry worker = verdict.worker();
        String engine = worker.engine().name() + " " + worker.engine().version();
        String next = "waggle run FILE.gguf PROMPT --worker " + worker.id();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("worker", worker.id());
            object.put("engine", worker.engine().id());
            object.put("package", installed.npmPackage().name());
            object.put("version", installed.npmPackage().version());
            object.put("unpackedBytes", installed.npmPackage().unpackedBytes());
            object.put("libraryFolder", installed.libraryFolder().toString());
            object.put("alreadyInstalled", already);
            object.put("verdict", verdict.outcome().id());
            object.put("next", next);
            out.println(Json.pretty(object));
        } else {
            out.println(worker.id() + (already ? " was installed already: " : " is installed: ") + engine + ", "
                    + Quantity.bytes(installed.npmPackage().unpackedBytes()) + " in " + installed.libraryFolder());
            out.println("It is for " + String.join(", ", worker.tasks()) + " with GGUF models on "
                    + (worker.workerType().equals("cpu") ? "the processor" : worker.workerType()) + ".");
            out.println("Next: " + next);
        }
        out.flush();
    }
}

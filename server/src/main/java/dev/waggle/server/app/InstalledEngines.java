package dev.waggle.server.app;

import dev.waggle.hardware.CpuArchitecture;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.rules.catalog.EnginePackage;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.runtime.install.Installed;
import dev.waggle.runtime.install.Installer;
import dev.waggle.runtime.install.NpmPackage;
import java.nio.file.Path;
import java.util.Optional;

/** The engines in the data folder, as the workers of the catalog use them. */
public final class InstalledEngines {
    private final Path folder;
    private final Installer installer;

    /** Those in {@code dataFolder/engines}; the folder need not exist. */
    public InstalledEngines(Path dataFolder) {
        this.folder = dataFolder.resolve("engines");
        this.installer = new Installer(folder);
    }

    /** The folder they lie in. */
    public Path folder() {
        return folder;
    }

    /** Installs and removes them. */
    public Installer installer() {
        return installer;
    }

    /** The package with a worker's libraries for a machine; empty where there is none, or the machine's kind is unknown. */
    public static Optional<EnginePackage> packageFor(WorkerEntry worker, Machine machine) {
        OperatingSystem os = machine.os().orNull();
        CpuArchitecture architecture = machine.cpuArchitecture().orNull();
        return os == null || architecture == null ? Optional.empty() : worker.packageFor(os.id(), architecture.id());
    }

    /** A package of the catalog as the installer takes it. */
    public static NpmPackage npm(EnginePackage each) {
        return new NpmPackage(each.name(), each.version(), each.integrity(), each.unpackedBytes());
    }

    /** What is installed of a worker's package for a machine. */
    public Optional<Installed> of(WorkerEntry worker, Machine machine) {
        return packageFor(worker, machine).map(InstalledEngines::npm).flatMap(installer::installed);
    }
}

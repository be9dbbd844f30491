package dev.waggle.runtime.install;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.runtime.install.Progress.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Installs packages of native libraries into one folder, each as {@code <short name>-<version>}.
 *
 * <p>npm downloads, checks the hash and unpacks in a staging folder; no script of a package is ever run. What is complete
 * is moved to its place in one step, so a package is installed wholly or not at all, whatever is killed when. Several
 * processes may use the same folder.
 */
public final class Installer {
    /** Written into each installed folder: the {@link NpmPackage} it is. */
    private static final String RECORD = "waggle-package.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path engines;
    private final Npm npm;

    /**
     * An installer for a folder; it need not be there yet.
     *
     * @param enginesFolder where packages are installed
     */
    public Installer(Path enginesFolder) {
        this(enginesFolder, System.getenv());
    }

    Installer(Path enginesFolder, Map<String, String> environment) {
        this.engines = enginesFolder.toAbsolutePath().normalize();
        this.npm = new Npm(environment);
    }

    /**
     * Installs a package, unless it is installed already. Interrupt the thread to stop it.
     *
     * @param progress told every 100 ms on this thread, last with {@link Phase#DONE}
     * @throws InstallException when it was not installed; where it was interrupted, the thread stays marked so
     */
    public Installed install(NpmPackage npmPackage, Consumer<Progress> progress) throws InstallException {
        Optional<Installed> there = installed(npmPackage);
        try {
            Installed installed = there.isPresent() ? there.get() : installNow(npmPackage, progress);
            progress.accept(new Progress(Phase.DONE, npmPackage.unpackedBytes(), npmPackage.unpackedBytes()));
            return installed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallException(new InstallFailure.Interrupted(), e);
        } catch (IOException e) {
            throw new InstallException(new InstallFailure.FolderUnusable(engines, String.valueOf(e)), e);
        }
    }

    private Installed installNow(NpmPackage npmPackage, Consumer<Progress> progress)
            throws InstallException, IOException, InterruptedException {
        Runnable waiting = () -> progress.accept(new Progress(Phase.WAITING, 0, npmPackage.unpackedBytes()));
        try (InstallLock lock = InstallLock.take(engines, waiting)) {
            Optional<Installed> byAnother = installed(npmPackage);
            if (byAnother.isPresent()) {
                return byAnother.get();
            }
            Staging.sweep(engines);
            requireRoom(npmPackage);
            Staging staging = Staging.create(engines, npmPackage);
            try {
                fill(staging, npmPackage, progress);
                return publish(staging, npmPackage);
            } finally {
                staging.remove();
            }
        }
    }

    private void requireRoom(NpmPackage npmPackage) throws InstallException, IOException {
        long free = Files.getFileStore(engines).getUsableSpace();
        if (free < npmPackage.unpackedBytes()) {
            throw new InstallException(new InstallFailure.DiskFull(engines, npmPackage.unpackedBytes(), free));
        }
    }

    private void fill(Staging staging, NpmPackage npmPackage, Consumer<Progress> progress)
            throws InstallException, IOException, InterruptedException {
        Runnable tick =
                () -> progress.accept(new Progress(Phase.FETCHING, staging.bytes(), npmPackage.unpackedBytes()));
        tick.run();
        npm.ci(npmPackage, staging, tick);
        List<String> missing = EngineLibraries.missing(libraryFolder(staging.unpacked(), npmPackage), npmPackage);
        if (!missing.isEmpty()) {
            throw new InstallException(new InstallFailure.Incomplete(npmPackage, missing));
        }
        JSON.writeValue(staging.unpacked().resolve(RECORD).toFile(), npmPackage);
    }

    private Installed publish(Staging staging, NpmPackage npmPackage) throws IOException {
        Path place = place(npmPackage);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Staging.discard(engines, place);
        }
        staging.publish(place);
        return new Installed(npmPackage, libraryFolder(place, npmPackage));
    }

    /** The package, where exactly this one is installed and its libraries are all there. */
    public Optional<Installed> installed(NpmPackage npmPackage) {
        return read(place(npmPackage)).filter(found -> found.npmPackage().equals(npmPackage));
    }

    /** All that is installed, by folder name. */
    public List<Installed> list() {
        try (Stream<Path> all = Files.list(engines)) {
            return all.sorted(Comparator.comparing(Path::toString))
                    .map(this::read)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Removes a package; false when it is not installed. A worker that is running it goes on where the system lets it, as
     * Linux does.
     *
     * @throws InstallException where its folder can't be removed, as on Windows while a worker uses it
     */
    public boolean remove(NpmPackage npmPackage) throws InstallException {
        if (installed(npmPackage).isEmpty()) {
            return false;
        }
        try (InstallLock lock = InstallLock.take(engines, () -> {})) {
            if (installed(npmPackage).isEmpty()) {
                return false;
            }
            Staging.sweep(engines);
            Staging.discard(engines, place(npmPackage));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallException(new InstallFailure.Interrupted(), e);
        } catch (IOException e) {
            throw new InstallException(new InstallFailure.FolderUnusable(engines, String.valueOf(e)), e);
        }
    }

    private Optional<Installed> read(Path place) {
        Path record = place.resolve(RECORD);
        if (!Files.isRegularFile(record)) {
            return Optional.empty();
        }
        try {
            NpmPackage npmPackage = JSON.readValue(record.toFile(), NpmPackage.class);
            Path libraries = libraryFolder(place, npmPackage);
            boolean complete = place.equals(place(npmPackage))
                    && EngineLibraries.missing(libraries, npmPackage).isEmpty();
            return complete ? Optional.of(new Installed(npmPackage, libraries)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path place(NpmPackage npmPackage) {
        return engines.resolve(npmPackage.shortName() + "-" + npmPackage.version());
    }

    private static Path libraryFolder(Path place, NpmPackage npmPackage) {
        return place.resolve("bins").resolve(npmPackage.shortName());
    }
}

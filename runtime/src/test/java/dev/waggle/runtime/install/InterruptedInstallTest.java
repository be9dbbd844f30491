package dev.waggle.runtime.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waggle.runtime.install.Progress.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Installations that are stopped, killed, or meet: from a registry on this machine that holds its package back. */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class InterruptedInstallTest {
    @TempDir
    Path engines;

    @TempDir
    Path served;

    @SuppressWarnings("NullAway.Init")
    private OnePackageRegistry registry;

    @BeforeEach
    void serve() throws Exception {
        registry = new OnePackageRegistry(served, OnePackageRegistry.COMPLETE);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void scriptsOfThePackage_areNotRun() throws Exception {
        registry.released.countDown();

        Installed installed = installer().install(registry.npmPackage(), progress -> {});

        assertThat(installed.libraryFolder().resolve("libggml-base.so")).exists();
        assertThat(registry.marker()).doesNotExist();
    }

    @Test
    void package_withoutTheLibraries_isIncomplete(@TempDir Path other) throws Exception {
        try (OnePackageRegistry poor =
                new OnePackageRegistry(other, List.of("libggml-base.so", "libllama-common.so"))) {
            poor.released.countDown();
            NpmPackage npmPackage = poor.npmPackage();
            Installer installer = new Installer(engines, poor.environment());

            InstallException e =
                    catchThrowableOfType(InstallException.class, () -> installer.install(npmPackage, progress -> {}));

            assertThat(e.failure())
                    .isEqualTo(new InstallFailure.Incomplete(npmPackage, List.of("llama", "ggml", "ggml-cpu")));
            assertThat(installer.list()).isEmpty();
        }
    }

    @Test
    void installation_interrupted_leavesNothingAndNoNpm() throws Exception {
        NpmPackage npmPackage = registry.npmPackage();
        Thread installing = Thread.currentThread();
        Thread stopper = new Thread(() -> {
            await();
            installing.interrupt();
        });
        stopper.start();

        InstallException e =
                catchThrowableOfType(InstallException.class, () -> installer().install(npmPackage, progress -> {}));

        assertThat(e.failure()).isEqualTo(new InstallFailure.Interrupted());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(names()).containsExactly(".lock");
        assertThat(npms()).isEmpty();
    }

    @Test
    void installer_killed_theNextOneInstalls() throws Exception {
        Process other = otherInstaller();
        await();
        assertThat(names()).anyMatch(name -> name.startsWith(".staging-"));
        List<ProcessHandle> npms = other.descendants().toList();
        other.destroyForcibly().waitFor();
        assertThat(installer().installed(registry.npmPackage())).isEmpty();
        registry.released.countDown();

        Installed installed = installer().install(registry.npmPackage(), progress -> {});

        assertThat(installed.libraryFolder().resolve("libggml-base.so")).exists();
        for (ProcessHandle npm : npms) {
            npm.onExit().get(60, TimeUnit.SECONDS);
        }
        assertThat(installer().remove(registry.npmPackage())).isTrue();
        assertThat(names()).containsExactly(".lock");
    }

    @Test
    void installer_whileAnotherInstalls_waitsAndFindsItDone() throws Exception {
        Process other = otherInstaller();
        await();
        Set<Phase> phases = new ConcurrentSkipListSet<>();

        Installed installed = installer().install(registry.npmPackage(), progress -> {
            phases.add(progress.phase());
            registry.released.countDown();
        });

        assertThat(phases).containsExactly(Phase.WAITING, Phase.DONE);
        assertThat(installed.libraryFolder().resolve("libggml-base.so")).exists();
        assertThat(other.waitFor()).isZero();
    }

    private Installer installer() {
        return new Installer(engines, registry.environment());
    }

    private Process otherInstaller() throws Exception {
        NpmPackage npmPackage = registry.npmPackage();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherInstaller.class.getName(),
                        engines.toString(),
                        npmPackage.name(),
                        npmPackage.version(),
                        npmPackage.integrity(),
                        String.valueOf(npmPackage.unpackedBytes()))
                .inheritIO();
        builder.environment().putAll(registry.environment());
        return builder.start();
    }

    private void await() {
        try {
            assertThat(registry.asked.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> npms() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("npm"))
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(engines)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}

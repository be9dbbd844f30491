package dev.waggle.runtime.install;

import static dev.waggle.runtime.install.TestPackages.ENGINES;
import static dev.waggle.runtime.install.TestPackages.LINUX_X64;
import static dev.waggle.runtime.install.TestPackages.withIntegrityOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waggle.runtime.install.Progress.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Installing from the registry that npm is set to: these tests need a network, and fail with that reason without one. */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class InstallerTest {
    private static final Map<String, String> NO_PROGRAMS = Map.of("PATH", "/nonexistent");

    @TempDir
    Path engines;

    @Test
    void package_installed_isComplete() throws Exception {
        List<Progress> seen = new ArrayList<>();

        Installed installed = new Installer(ENGINES).install(LINUX_X64, seen::add);

        assertThat(installed.npmPackage()).isEqualTo(LINUX_X64);
        assertThat(installed.libraryFolder())
                .isEqualTo(ENGINES.toAbsolutePath().resolve("linux-x64-3.22.1/bins/linux-x64"))
                .isDirectoryContaining("glob:**/libllama.v0.5.0.so")
                .isDirectoryContaining("glob:**/libggml-cpu-haswell.so");
        assertThat(seen.get(seen.size() - 1)).isEqualTo(new Progress(Phase.DONE, 30_358_713L, 30_358_713L));
        assertThat(new Installer(ENGINES).list()).contains(installed);
    }

    @Test
    void package_installedFromCache_tellsBytesAndIsRemovedAgain() throws Exception {
        Installer installer = new Installer(engines);
        List<Progress> seen = new ArrayList<>();

        Installed installed = installer.install(LINUX_X64, seen::add);

        assertThat(seen.get(0)).isEqualTo(new Progress(Phase.FETCHING, 0, 30_358_713L));
        assertThat(seen).extracting(Progress::unpackedBytes).isSorted();
        assertThat(FileTree.bytes(engines.resolve("linux-x64-3.22.1")))
                .as("the catalog's size, and our record")
                .isBetween(30_358_713L, 30_358_713L + 1_000);
        assertThat(installer.installed(LINUX_X64)).contains(installed);
        assertThat(installer.remove(LINUX_X64)).isTrue();
        assertThat(installer.remove(LINUX_X64)).isFalse();
        assertThat(installer.installed(LINUX_X64)).isEmpty();
        assertThat(names()).containsExactly(".lock");
    }

    @Test
    void package_installedAlready_needsNoNpm() throws Exception {
        Installed first = new Installer(ENGINES).install(LINUX_X64, progress -> {});

        assertThat(new Installer(ENGINES, NO_PROGRAMS).install(LINUX_X64, progress -> {}))
                .isEqualTo(first);
    }

    @Test
    void content_ofAnotherHash_isRefusedWithBoth() throws Exception {
        NpmPackage wrong = withIntegrityOf('A', LINUX_X64);

        InstallFailure failure = failureOf(new Installer(engines), wrong);

        assertThat(failure).isEqualTo(new InstallFailure.IntegrityMismatch(wrong, LINUX_X64.integrity()));
        assertThat(failure.message()).contains(LINUX_X64.integrity(), wrong.integrity());
        assertThat(names()).containsExactly(".lock");
    }

    @Test
    void package_forAnotherPlatform_isRefused() throws Exception {
        NpmPackage mac = withIntegrityOf(
                'A', new NpmPackage("@node-llama-cpp/mac-arm64-metal", "3.21.1", LINUX_X64.integrity(), 1));

        assertThat(failureOf(new Installer(engines), mac)).isEqualTo(new InstallFailure.WrongPlatform(mac));
        assertThat(names()).containsExactly(".lock");
    }

    @Test
    void version_thatDoesNotExist_isNotInRegistry() {
        NpmPackage missing = new NpmPackage(LINUX_X64.name(), "0.0.99", LINUX_X64.integrity(), 1);

        assertThat(failureOf(new Installer(engines), missing)).isInstanceOf(InstallFailure.NotInRegistry.class);
    }

    @Test
    void registry_notReachable_isNoNetwork() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("npm_config_registry", "http://127.0.0.1:9/");
        environment.put("npm_config_cache", engines.resolve("cache").toString());
        environment.put("npm_config_noproxy", "127.0.0.1");

        assertThat(failureOf(new Installer(engines, environment), LINUX_X64))
                .isEqualTo(new InstallFailure.NoNetwork("ECONNREFUSED"));
    }

    @Test
    void npm_missing_saysHowToGetIt() {
        InstallFailure failure = failureOf(new Installer(engines, NO_PROGRAMS), LINUX_X64);

        assertThat(failure).isEqualTo(new InstallFailure.NpmMissing("npm"));
        assertThat(failure.message()).contains("apt install npm");
    }

    @Test
    void node_missing_isNpmMissing(@TempDir Path programs) throws Exception {
        Files.writeString(programs.resolve("npm"), "#!/usr/bin/env node\n");
        assertThat(programs.resolve("npm").toFile().setExecutable(true)).isTrue();

        assertThat(failureOf(new Installer(engines, Map.of("PATH", programs.toString())), LINUX_X64))
                .isEqualTo(new InstallFailure.NpmMissing("node"));
    }

    @Test
    void disk_tooSmall_isSaidBeforehand() throws Exception {
        NpmPackage huge = new NpmPackage(LINUX_X64.name(), LINUX_X64.version(), LINUX_X64.integrity(), Long.MAX_VALUE);

        assertThat(failureOf(new Installer(engines), huge))
                .isInstanceOfSatisfying(
                        InstallFailure.DiskFull.class,
                        full -> assertThat(full.freeBytes()).isPositive());
    }

    @Test
    void enginesFolder_thatIsAFile_isUnusable() throws Exception {
        Path file = Files.writeString(engines.resolve("file"), "");

        assertThat(failureOf(new Installer(file), LINUX_X64)).isInstanceOf(InstallFailure.FolderUnusable.class);
    }

    @Test
    void librariesRemoved_packageCountsAsMissingAndIsInstalledAnew() throws Exception {
        Installer installer = new Installer(engines);
        Path libraries = installer.install(LINUX_X64, progress -> {}).libraryFolder();
        Files.delete(libraries.resolve("libggml-base.so"));

        assertThat(installer.installed(LINUX_X64)).isEmpty();
        assertThat(installer.list()).isEmpty();
        installer.install(LINUX_X64, progress -> {});
        assertThat(installer.installed(LINUX_X64)).isPresent();
    }

    private static InstallFailure failureOf(Installer installer, NpmPackage npmPackage) {
        return catchThrowableOfType(InstallException.class, () -> installer.install(npmPackage, progress -> {}))
                .failure();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(engines)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}

package dev.waggle.runtime.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The npm client of this machine, with its user's own settings: registry, proxy, cache. */
final class Npm {
    /**
     * Settings of the user's that would change what is done here are overruled; where things come from is left to them.
     * Two more tries after 1 s and 2 s instead of npm's 10 s and 60 s, since somebody is waiting.
     */
    private static final List<String> CI = List.of(
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--no-global",
            "--no-workspaces",
            "--package-lock",
            "--install-strategy=hoisted",
            "--loglevel=error",
            "--no-progress",
            "--no-color",
            "--fetch-retries=2",
            "--fetch-retry-mintimeout=1000",
            "--fetch-retry-maxtimeout=5000");

    private static final Set<String> KEPT = Set.of(
            "path",
            "home",
            "userprofile",
            "appdata",
            "localappdata",
            "systemroot",
            "systemdrive",
            "windir",
            "comspec",
            "pathext",
            "programfiles",
            "tmpdir",
            "temp",
            "tmp",
            "xdg_config_home",
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "no_proxy",
            "node_extra_ca_certs",
            "ssl_cert_file",
            "ssl_cert_dir");

    private static final int POLL_MILLIS = 100;
    private static final int END_MILLIS = 2_000;

    private final Map<String, String> environment;

    /**
     * npm as this environment finds it.
     *
     * @param environment of this process; npm gets only what it needs of it
     */
    Npm(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Runs {@code npm ci} in the staging folder.
     *
     * @param tick called every {@value #POLL_MILLIS} ms
     */
    void ci(NpmPackage npmPackage, Staging staging, Runnable tick)
            throws InstallException, IOException, InterruptedException {
        Path program = program().orElseThrow(() -> new InstallException(new InstallFailure.NpmMissing("npm")));
        long free = Files.getFileStore(staging.folder()).getUsableSpace();
        Path log = staging.folder().resolve("npm.log");
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(CI);
        builder.directory(staging.folder().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(kept());
        Process npm = builder.start();
        Thread onExit = new Thread(() -> end(npm), "end-npm");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            while (!npm.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                tick.run();
            }
        } finally {
            end(npm);
            forget(onExit);
        }
        if (npm.exitValue() != 0) {
            throw new InstallException(
                    NpmOutput.failure(npmPackage, npm.exitValue(), Files.readString(log), staging, free));
        }
    }

    /** What npm is given: its settings, and where the user's are. */
    private Map<String, String> kept() {
        Map<String, String> kept = new HashMap<>();
        environment.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (KEPT.contains(lower) || lower.startsWith("npm_config_")) {
                kept.put(name, value);
            }
        });
        kept.put("LC_ALL", "C.UTF-8");
        return kept;
    }

    private Optional<Path> program() {
        String name = windows() ? "npm.cmd" : "npm";
        String path = environment.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase("path"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            if (folder.isEmpty()) {
                continue;
            }
            Path program = Path.of(folder, name);
            if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                return Optional.of(program.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    private static File nothing() {
        return new File(windows() ? "NUL" : "/dev/null");
    }

    private static boolean windows() {
        return File.separatorChar == '\\';
    }

    /** Ends npm and what it started. */
    private static void end(Process npm) {
        if (!npm.isAlive()) {
            return;
        }
        List<ProcessHandle> all = npm.descendants().toList();
        npm.destroy();
        all.forEach(ProcessHandle::destroy);
        try {
            if (!npm.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
                npm.destroyForcibly();
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static void forget(Thread onExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // the process is ending, and the hook is what ends npm
            return;
        }
    }
}

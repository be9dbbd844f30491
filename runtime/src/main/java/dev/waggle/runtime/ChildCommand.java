package dev.waggle.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A worker's command line and environment: nothing of the agent's own environment but what a program needs to run. */
final class ChildCommand {
    private static final List<String> KEPT = List.of("PATH", "LD_LIBRARY_PATH", "SystemRoot", "windir");

    private ChildCommand() {}

    static ProcessBuilder of(Engine engine, Path folder) {
        List<String> command = engine.command().stream()
                .map(part -> part.replace(Engine.FOLDER, folder.toString()))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(KEPT);
        environment.put("LANG", "C.UTF-8");
        environment.put("LC_ALL", "C.UTF-8");
        for (String name : List.of("HOME", "TMPDIR", "TMP", "TEMP")) {
            environment.put(name, folder.toString());
        }
        environment.putAll(engine.environment());
        return builder;
    }
}

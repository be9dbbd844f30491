package dev.waggle.runtime;

import dev.waggle.runtime.protocol.EngineName;
import java.util.List;
import java.util.Map;

/**
 * How to start a worker process of one engine.
 *
 * @param name the name and version the process must say it has
 * @param command program and arguments; {@value #FOLDER} in one stands for the worker's private folder
 * @param environment variables it gets beyond the few that every worker gets
 * @param measures whether it can tell what a model would take without loading it
 */
public record Engine(EngineName name, List<String> command, Map<String, String> environment, boolean measures) {
    /** Stands for the worker's private folder in a command. */
    public static final String FOLDER = "{folder}";

    public Engine {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("an engine has a command");
        }
    }
}

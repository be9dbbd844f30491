package dev.waggle.runtime;

import dev.waggle.runtime.protocol.EngineName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How to start a worker process of one engine, and what it is known to know.
 *
 * @param name the name and version the process must say it has
 * @param architectures model architectures this version knows
 * @param command program and arguments; {@value #FOLDER} in one stands for the worker's private folder
 * @param environment variables it gets beyond the few that every worker gets
 */
public record Engine(
        EngineName name, Set<String> architectures, List<String> command, Map<String, String> environment) {
    /** Stands for the worker's private folder in a command. */
    public static final String FOLDER = "{folder}";

    public Engine {
        architectures = Set.copyOf(architectures);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("an engine has a command");
        }
    }
}

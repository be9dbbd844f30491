package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Purpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The command line of {@code llama-server}, exactly as the settings say: nothing is left to its own choice, for it would
 * fit layers and context to what is free, keep a prompt cache of gigabytes, or serve a page.
 *
 * <p>Without a warm-up: a worker is started for a request that waits, which does the same work.
 */
final class LlamaServerFlags {
    /** The options no program may lack. */
    static final Set<String> NEEDED = Set.of(
            "--model",
            "--host",
            "--port",
            "--ctx-size",
            "--batch-size",
            "--ubatch-size",
            "--threads",
            "--threads-batch",
            "--n-gpu-layers",
            "--device",
            "--n-cpu-moe",
            "--cache-type-k",
            "--cache-type-v",
            "--flash-attn",
            "--parallel",
            "--no-slots",
            "--no-context-shift",
            "--no-warmup",
            "--jinja",
            "--embeddings",
            "--pooling",
            "--api-key-file");

    /** Options and values given where the program knows them: newer ones than the oldest program that will do. */
    private static final List<List<String>> WHERE_KNOWN = List.of(
            List.of("--no-cache-prompt"),
            List.of("--no-prefill-assistant"),
            List.of("--offline"),
            List.of("--fit", "off"),
            List.of("--cache-ram", "0"),
            List.of("--ctx-checkpoints", "0"),
            List.of("--log-colors", "off"));

    private final LlamaServerProgram program;
    private final Path model;
    private final LoadSettings settings;
    private final String devices;

    private LlamaServerFlags(LlamaServerProgram program, Path model, LoadSettings settings, String devices) {
        this.program = program;
        this.model = model;
        this.settings = settings;
        this.devices = devices;
    }

    /**
     * The flags for these settings.
     *
     * @throws LoadException when the program has not the devices they name: another backend is never used instead
     */
    static LlamaServerFlags of(LlamaServerProgram program, Path model, LoadSettings settings) throws LoadException {
        return new LlamaServerFlags(program, model, settings, devices(program, settings));
    }

    private static String devices(LlamaServerProgram program, LoadSettings settings) throws LoadException {
        if (settings.backend().equals("cpu")) {
            return "none";
        }
        List<String> has = program.devices().stream()
                .filter(device -> device.backend().equals(settings.backend()))
                .map(EngineDevice::name)
                .toList();
        List<String> wanted = settings.devices().isEmpty() ? has : settings.devices();
        if (wanted.isEmpty() || !has.containsAll(wanted)) {
            throw new LoadException(
                    LoadProblem.UNSUPPORTED_SETTINGS,
                    "This llama-server has no " + (wanted.isEmpty() ? settings.backend() + " device" : wanted)
                            + "; it has "
                            + program.devices().stream().map(EngineDevice::name).toList());
        }
        return String.join(",", wanted);
    }

    /** The command, with mean pooling where the model names none of its own. */
    List<String> command(int port, Path keyFile, boolean meanPooling) {
        List<String> command = new ArrayList<>(List.of(program.file().toString()));
        add(command, "--model", model);
        add(command, "--host", "127.0.0.1");
        add(command, "--port", port);
        add(command, "--api-key-file", keyFile);
        add(command, "--ctx-size", settings.contextTokens());
        add(command, "--batch-size", settings.batchTokens());
        add(command, "--ubatch-size", settings.microBatchTokens());
        add(command, "--threads", settings.threads());
        add(command, "--threads-batch", settings.threads());
        add(command, "--n-gpu-layers", settings.gpuLayers());
        add(command, "--device", devices);
        add(command, "--n-cpu-moe", settings.expertLayersOnHost());
        add(command, "--cache-type-k", settings.kvType());
        add(command, "--cache-type-v", settings.kvType());
        add(command, "--flash-attn", settings.flashAttention() ? "on" : "off");
        add(command, "--parallel", 1);
        command.addAll(List.of("--no-slots", "--no-context-shift", "--no-warmup", "--jinja"));
        command.add(program.options().contains("--no-ui") ? "--no-ui" : "--no-webui");
        WHERE_KNOWN.stream()
                .filter(option -> program.options().contains(option.get(0)))
                .forEach(command::addAll);
        if (settings.purpose() == Purpose.EMBED) {
            command.add("--embeddings");
            if (meanPooling) {
                add(command, "--pooling", "mean");
            }
        }
        return command;
    }

    private static void add(List<String> command, String option, Object value) {
        command.add(option);
        command.add(value.toString());
    }

    /** The options that decide anything, for handing them from one process to the next. */
    static String known(Set<String> options) {
        Set<String> ours = WHERE_KNOWN.stream().map(option -> option.get(0)).collect(Collectors.toSet());
        ours.add("--no-ui");
        return options.stream().filter(ours::contains).sorted().collect(Collectors.joining(","));
    }
}

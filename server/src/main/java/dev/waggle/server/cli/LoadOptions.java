package dev.waggle.server.cli;

import dev.waggle.rules.judge.Wish;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a model would be loaded, for commands that ask about it. */
final class LoadOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--context", paramLabel = "N", description = "Tokens of prompt and answer together.")
    private @Nullable Long context;

    @Option(names = "--kv-type", paramLabel = "T", description = "Type of the key-value cache: f32, f16, q8_0, q4_0.")
    private @Nullable String kvType;

    @Option(
            names = "--flash-attention",
            paramLabel = "on|off",
            description = "Flash attention (default: as the worker does).")
    private @Nullable String flashAttention;

    /** The same as a wish; what is out of range is a usage error. */
    Wish wish(@Nullable String task, @Nullable Integer sequences) {
        if (flashAttention != null && !Set.of("on", "off").contains(flashAttention))
            throw usage("--flash-attention is '" + flashAttention + "'; allowed: on, off");
        try {
            return new Wish(
                    task,
                    context,
                    sequences,
                    kvType,
                    flashAttention == null ? null : flashAttention.equals("on"),
                    Set.of());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

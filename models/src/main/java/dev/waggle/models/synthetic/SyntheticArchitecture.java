package dev.waggle.models.synthetic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The architectures that models are made for. */
public enum SyntheticArchitecture {
    /** The plain decoder that most families follow. */
    LLAMA,
    /** As llama, with biases on queries, keys and values. */
    QWEN2;

    /** The name in {@code general.architecture}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The architecture of that name. */
    public static Optional<SyntheticArchitecture> byId(String id) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.id().equals(id))
                .findFirst();
    }
}

package dev.waggle.models.gguf;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one GGUF file says of itself: everything before the tensor data.
 *
 * @param file the file it was read from
 * @param fileBytes bytes of the whole file
 * @param version 2 or 3
 * @param metadata key-values in the file's order
 * @param tensors the tensor table in the file's order, which is also the order of the data
 * @param alignment bytes each tensor's data is aligned to
 * @param dataOffset the byte the tensor data starts at
 */
public record GgufHeader(
        Path file,
        long fileBytes,
        int version,
        Map<String, GgufValue> metadata,
        List<GgufTensor> tensors,
        int alignment,
        long dataOffset) {
    /** Copies the collections and keeps their order. */
    public GgufHeader {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = List.copyOf(tensors);
    }

    /** The value of a key, where the file has it. */
    public Optional<GgufValue> value(String key) {
        return Optional.ofNullable(metadata.get(key));
    }

    /** The value of a key that holds text; empty where the key is absent or holds something else. */
    public Optional<String> text(String key) {
        return metadata.get(key) instanceof GgufValue.Text text ? Optional.of(text.value()) : Optional.empty();
    }
}

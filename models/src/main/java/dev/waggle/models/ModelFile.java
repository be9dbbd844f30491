package dev.waggle.models;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufTensor;
import dev.waggle.models.io.ModelFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a model's file, or its set of split files, says of the model.
 *
 * @param files the files in order; one unless the model is split
 * @param format {@code gguf}
 * @param architecture {@code general.architecture}, such as {@code llama}
 * @param name the name the file gives the model, null where it gives none
 * @param quantization the label of the mixture of element types, such as {@code Q4_K_M}
 * @param parameters elements of all tensors
 * @param activeParameters of those, the ones that take part in each token: of experts only the used share
 * @param fileBytes bytes of all files
 * @param contextTokens the context the model was trained for, null where the file doesn't say
 * @param tokenizer kind of the embedded tokenizer, such as {@code gpt2} (BPE) or {@code llama} (SPM), null where absent
 * @param chatTemplate the Jinja template that turns messages into a prompt, null where absent
 * @param tiedEmbeddings true where the output layer uses the token embedding
 * @param shape the sizes of the parts, or why they are unknown
 * @param keys the architecture's own numbers, unchecked
 * @param tensors the tensor tables of all files, in order
 */
public record ModelFile(
        List<Path> files,
        String format,
        String architecture,
        @Nullable String name,
        String quantization,
        long parameters,
        long activeParameters,
        long fileBytes,
        @Nullable Long contextTokens,
        @Nullable String tokenizer,
        @Nullable String chatTemplate,
        boolean tiedEmbeddings,
        ShapeReading shape,
        HyperParameters keys,
        List<GgufTensor> tensors) {
    /** Copies the lists. */
    public ModelFile {
        files = List.copyOf(files);
        tensors = List.copyOf(tensors);
    }

    /**
     * Reads the header of a GGUF file; of a split model any of its files may be named, and all are read.
     *
     * @throws ModelFileException where a file is missing, not readable, or anything in it is not as it must be
     */
    public static ModelFile read(Path file) throws ModelFileException {
        return new ModelFileReader(GgufFiles.read(file)).read();
    }

    /**
     * Reads the header of a GGUF file whose tensor data is not at hand, such as one that is shipped without weights.
     *
     * @param displayName what errors and {@link #files} call the file; nothing is opened
     * @param header the file's first bytes; missing ones at the header's end count as zeros
     * @param fileBytes the size of the whole file, which every check holds against
     * @throws ModelFileException where anything in it is not as it must be, or the model is split
     */
    public static ModelFile read(Path displayName, byte[] header, long fileBytes) throws ModelFileException {
        return new ModelFileReader(GgufFiles.read(displayName, header, fileBytes)).read();
    }

    /** The context the model was trained for, in tokens. */
    public OptionalLong trainedContext() {
        return contextTokens == null ? OptionalLong.empty() : OptionalLong.of(contextTokens);
    }

    /** Bytes that the tensors of each type take, without padding. */
    public Map<GgmlType, Long> bytesByType() {
        Map<GgmlType, Long> bytes = new EnumMap<>(GgmlType.class);
        for (GgufTensor tensor : tensors) bytes.merge(tensor.type(), tensor.bytes(), Long::sum);
        return bytes;
    }
}

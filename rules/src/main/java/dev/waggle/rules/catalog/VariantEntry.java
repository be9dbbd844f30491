package dev.waggle.rules.catalog;

import dev.waggle.models.ModelFile;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One loadable file or file set of a model.
 *
 * @param id such as {@code Q4_K_M}, unique within its model
 * @param format gguf or safetensors
 * @param architecture the format's own name for it: GGUF's {@code general.architecture} or safetensors'
 *     {@code model_type}; null where unknown
 * @param quantization label such as {@code Q4_K_M} or {@code BF16}
 * @param tensorTypes element types in the file, such as Q4_K and F32; empty where unknown
 * @param parameters elements of all tensors; null where unknown
 * @param fileBytes size of all files, computed from the shape or as published; null where unknown
 * @param trainedContextTokens null where unknown or not applicable
 * @param file header and tensor table, true or computed from the model's shape; null where the shape is unknown
 */
public record VariantEntry(
        String id,
        String format,
        @Nullable String architecture,
        String quantization,
        Set<String> tensorTypes,
        @Nullable Long parameters,
        @Nullable Long fileBytes,
        @Nullable Long trainedContextTokens,
        @Nullable ModelFile file) {
    /** Copies the set. */
    public VariantEntry {
        tensorTypes = Set.copyOf(tensorTypes);
    }
}

package dev.waggle.rules.facts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file or file set that is to be loaded.
 *
 * @param model the model's id
 * @param variant the variant's id
 * @param format gguf or safetensors
 * @param architecture the format's own name for the architecture
 * @param pair format and architecture as {@code gguf/llama}
 * @param quantization label such as Q4_K_M
 * @param tasks what the model can do
 * @param trainedContextTokens the context it was trained for, in tokens
 * @param tokenizerFiles tokenizer files that come with it
 * @param gated true where its licence must be accepted before download
 * @param repository where it comes from
 * @param fileBytes size of its files
 */
public record Variant(
        @Nullable String model,
        @Nullable String variant,
        @Nullable String format,
        @Nullable String architecture,
        @Nullable String pair,
        @Nullable String quantization,
        @Nullable Set<String> tasks,
        @Nullable Long trainedContextTokens,
        @Nullable Set<String> tokenizerFiles,
        @Nullable Boolean gated,
        @Nullable String repository,
        @Nullable Long fileBytes)
        implements RuleFact {}

package dev.waggle.rules.facts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

@Means(value = "the file or file set that is to be loaded", from = "the model file's own header, or the catalog")
public record Variant(
        @Means("the model's id") @Nullable String model,
        @Means("the variant's id") @Nullable String variant,

        @Means(value = "the file's format", words = Words.FORMATS) @Nullable
        String format,

        @Means(value = "the model's architecture; by the format's own name for it", words = Words.ARCHITECTURES)
        @Nullable
        String architecture,

        @Means(value = "the file's format and architecture; as gguf/llama", words = Words.FORMAT_ARCHITECTURES)
        @Nullable
        String pair,

        @Means(value = "the file's quantization; such as Q4_K_M", words = Words.QUANTIZATIONS) @Nullable
        String quantization,

        @Means(value = "what the model is for", words = Words.TASKS) @Nullable
        Set<String> tasks,

        @Means("the context that the model was trained for") @Nullable
        Long trainedContextTokens,

        @Means(value = "the tokenizer files that come with the model", words = Words.TOKENIZER_FILES) @Nullable
        Set<String> tokenizerFiles,

        @Means("whether its licence must be accepted before download") @Nullable
        Boolean gated,

        @Means("the repository it comes from") @Nullable String repository,
        @Means("the size of its files") @Nullable Long fileBytes)
        implements RuleFact {}

package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(
        value = "an element type that occurs in the variant's file; one fact each",
        from = "the model file's own tensor table, or the catalog")
public record TensorType(
        @Means(value = "the file's format", words = Words.FORMATS) @Nullable
        String format,

        @Means(value = "the element type's name; such as Q4_K or BF16", words = Words.ELEMENT_TYPES) @Nullable
        String name,

        @Means(value = "the format and the element type; as gguf/Q4_K", words = Words.FORMAT_TYPES) @Nullable
        String pair)
        implements RuleFact {}

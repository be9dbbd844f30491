package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * One element type that occurs in the variant's file.
 *
 * @param format the file's format
 * @param name such as Q4_K or BF16
 * @param pair format and type as {@code gguf/Q4_K}
 */
public record TensorType(
        @Nullable String format,
        @Nullable String name,
        @Nullable String pair) implements RuleFact {}

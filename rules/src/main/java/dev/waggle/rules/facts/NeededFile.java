package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(
        value = "a tokenizer file that the worker needs beside a model of this format; one fact each",
        from = "the catalog: `tokenizer` of the worker's engine")
public record NeededFile(
        int target,

        @Means(
                value = "the tokenizer file that the worker needs; such as tokenizer.json",
                words = Words.TOKENIZER_FILES)
        @Nullable
        String file)
        implements RuleFact {}

package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(value = "a request parameter that the question insists on; one fact each", from = "the question")
public record Parameter(
        @Means(value = "the parameter's name; camelCase, such as seed or stop", words = Words.PARAMETERS) @Nullable
        String name)
        implements RuleFact {}

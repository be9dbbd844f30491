package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

@Means(value = "what is asked for", from = "the question; what the model is for where nothing was said")
public record Question(
        @Means(value = "what the model is wanted for", words = Words.TASKS) @Nullable
        String task) implements RuleFact {}

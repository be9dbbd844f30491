package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param task chat, completion, embedding or image; what the model is for where nothing was said
 */
public record Question(@Nullable String task) implements RuleFact {}

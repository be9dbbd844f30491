package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * A tokenizer file that the worker needs beside a model of this format; one fact each.
 *
 * @param target the worker's number
 * @param file such as tokenizer.json
 */
public record NeededFile(int target, @Nullable String file) implements RuleFact {}

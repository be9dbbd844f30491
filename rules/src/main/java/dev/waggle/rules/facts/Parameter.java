package dev.waggle.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * A request parameter the question insists on.
 *
 * @param name camelCase, such as seed or stop
 */
public record Parameter(@Nullable String name) implements RuleFact {}

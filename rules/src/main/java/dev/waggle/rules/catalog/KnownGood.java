package dev.waggle.rules.catalog;

/**
 * A combination that is known to work, with default settings: whatever is edited, it must never be refused.
 *
 * @param model a model's id
 * @param variant the variant's id
 * @param worker a worker's id
 * @param machine a named machine's id
 * @param source how it is known
 */
public record KnownGood(String model, String variant, String worker, String machine, String source) {}

package dev.waggle.rules.book;

/**
 * An id that a rule had once. No other rule ever gets it.
 *
 * @param id the id
 * @param since the book version that has the rule no more
 * @param why the rule went
 */
public record RetiredId(String id, String since, String why) {}

package dev.waggle.rules.book;

import dev.waggle.rules.book.Rule.Constraint;

/**
 * A checked constraint as its author wrote it.
 *
 * @param constraint what it says
 * @param text its text on one line
 * @param at where it begins
 */
record PlacedConstraint(Constraint constraint, String text, Place at) {}

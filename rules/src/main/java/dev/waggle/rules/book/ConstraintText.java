package dev.waggle.rules.book;

import dev.waggle.rules.book.Rule.Constraint;

/**
 * A constraint, and where in its text each part begins, from 0.
 *
 * @param constraint what the text says
 * @param operator where the operator begins; the field begins at {@code field}
 * @param operandField where the field of {@code $fact.field} begins; else the operand itself
 */
record ConstraintText(Constraint constraint, int field, int operator, int operand, int operandField) {}

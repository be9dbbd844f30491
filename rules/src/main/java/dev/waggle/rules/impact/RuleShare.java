package dev.waggle.rules.impact;

/**
 * A rule's share in the change.
 *
 * @param rule its id
 * @param gained changed verdicts in which it speaks after and did not before
 * @param lost changed verdicts in which it spoke before and does not after
 */
public record RuleShare(String rule, int gained, int lost) {}

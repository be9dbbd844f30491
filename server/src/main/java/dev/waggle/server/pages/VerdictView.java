package dev.waggle.server.pages;

import java.util.List;

/**
 * All of one verdict.
 *
 * @param model its name
 * @param variant its id
 * @param worker its name
 * @param workerId its id
 * @param machine its name
 * @param machineHref the matrix of that machine
 * @param href this page
 * @param facts confidence, settings, placement: a name and a value each
 * @param findings every one, the gravest first
 * @param silent the rules that found nothing
 * @param memory one per device; empty where none could be computed
 * @param fixes what would help, the least costly first
 * @param others every variant of the model on this worker
 * @param command the same question on the command line
 */
record VerdictView(
        String model,
        String variant,
        String worker,
        String workerId,
        String machine,
        String machineHref,
        String href,
        Shown shown,
        List<Named> facts,
        List<FindingView> findings,
        List<SilentView> silent,
        List<MemoryView> memory,
        List<FixView> fixes,
        List<Other> others,
        String command) {
    /** A name and a value. */
    record Named(String name, String value) {}

    /**
     * A finding.
     *
     * @param href the rule's page; empty where it comes from no rule
     * @param severity its id, for the colour
     * @param means the severity in words
     */
    record FindingView(String rule, String href, String severity, String means, String message, List<Named> facts) {}

    /**
     * A rule that found nothing.
     *
     * @param state what became of it, in words
     * @param because why
     */
    record SilentView(String rule, String href, String title, String state, String because) {}

    /** Something that would help; {@code href} is its page, empty where it has none. */
    record FixView(String change, String href, Shown shown, String saves) {}

    /** A variant; {@code needs} is all that it would hold, on every device. */
    record Other(String variant, String href, Shown shown, String file, String needs, boolean current) {}
}

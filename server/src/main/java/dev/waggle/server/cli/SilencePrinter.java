package dev.waggle.server.cli;

import dev.waggle.rules.explain.Explanation;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.server.app.SilentRule;
import dev.waggle.server.app.Waggle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the rules that are not among a verdict's findings, and why: a table for each worker. */
final class SilencePrinter {
    private final Waggle waggle;
    private final int width;

    SilencePrinter(Waggle waggle, CommandSpec spec) {
        this.waggle = waggle;
        this.width = spec.usageMessage().width();
    }

    /** Of several variants the one that is best on the worker. */
    String text(List<Verdict> verdicts, Function<Verdict, List<Explanation>> why) {
        Map<String, List<Verdict>> byWorker = verdicts.stream()
                .collect(Collectors.groupingBy(
                        verdict -> verdict.worker().id(), LinkedHashMap::new, Collectors.toList()));
        return byWorker.values().stream()
                .flatMap(its -> waggle.recommendation().cell(its).stream())
                .map(verdict -> table(verdict, why.apply(verdict)))
                .collect(Collectors.joining());
    }

    private String table(Verdict verdict, List<Explanation> explanations) {
        Table table = new Table(width, "rule", "", "why");
        for (SilentRule rule : SilentRule.of(verdict, explanations))
            table.row(rule.rule(), rule.state().words(), rule.because());
        return "\nRules that did not speak of " + verdict.variant() + " with "
                + verdict.worker().id() + ":\n" + table;
    }
}

package dev.waggle.server.cli;

import dev.waggle.rules.impact.Impact;
import dev.waggle.rules.impact.Move;
import dev.waggle.rules.impact.RuleShare;
import dev.waggle.server.json.ImpactJson;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints what a change would change. */
final class ImpactPrinter {
    private static final int WIDTH = 120;

    private final PrintWriter out;
    private final int examples;

    ImpactPrinter(PrintWriter out, int examples) {
        this.out = out;
        this.examples = examples;
    }

    void print(Impact impact) {
        out.printf(
                Locale.ROOT,
                "%,d of %,d verdicts change. Proposed version step: %s.%n",
                impact.changed(),
                impact.verdicts(),
                impact.step().id());
        if (impact.onlyBefore() > 0) out.printf(Locale.ROOT, "%,d verdicts are gone.%n", impact.onlyBefore());
        if (impact.onlyAfter() > 0) out.printf(Locale.ROOT, "%,d verdicts are new.%n", impact.onlyAfter());
        impact.moves().forEach(this::print);
        printShares(impact);
        printBroken(impact);
    }

    private void print(Move move) {
        String what = move.from() == move.to()
                ? ImpactJson.id(move.from()) + ", with other findings"
                : ImpactJson.id(move.from()) + " → " + ImpactJson.id(move.to());
        out.printf(Locale.ROOT, "%n%,d × %s%n", move.count(), what);
        if (examples < 1) return;
        Table table = new Table(WIDTH, "  question", "speaks now", "silent now");
        move.examples().stream()
                .limit(examples)
                .forEach(each ->
                        table.row("  " + each.cell(), ImpactJson.ids(each.gained()), ImpactJson.ids(each.lost())));
        out.print(table);
        int shown = Math.min(examples, move.examples().size());
        if (move.count() > shown) out.printf(Locale.ROOT, "  … and %,d more%n", move.count() - shown);
    }

    private void printShares(Impact impact) {
        if (impact.rules().isEmpty()) return;
        out.println();
        Table table = new Table(WIDTH, "rule", "speaks now in", "silent now in");
        for (RuleShare share : impact.rules())
            table.row(
                    share.rule(),
                    String.format(Locale.ROOT, "%,d", share.gained()),
                    String.format(Locale.ROOT, "%,d", share.lost()));
        out.print(table);
    }

    private void printBroken(Impact impact) {
        if (impact.broken().isEmpty()) return;
        out.println("\nThis change can't go live:");
        for (Impact.Broken broken : impact.broken()) out.println("  " + broken);
    }
}

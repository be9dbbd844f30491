package dev.waggle.server.pages;

import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.matrix.CellVerdict;
import dev.waggle.rules.matrix.JudgedMatrix;
import dev.waggle.server.pages.RuleView.CellLink;
import dev.waggle.server.pages.RuleView.Cells;
import dev.waggle.server.pages.RuleView.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Where in a judged matrix rules speak, and where one is the reason. */
final class RuleCells {
    private static final int MOST_LINKS = 50;

    private final JudgedMatrix matrix;
    private final Docket docket;

    RuleCells(JudgedMatrix matrix) {
        this.matrix = matrix;
        this.docket = matrix.docket();
    }

    /** In how many verdicts a rule speaks, and of how many it is a reason. */
    record Share(int speaks, int decides) {
        private static final Share NONE = new Share(0, 0);

        private Share plus(int cells, boolean decides) {
            return new Share(speaks + cells, this.decides + (decides ? cells : 0));
        }
    }

    int verdicts() {
        return docket.cells();
    }

    /** Every rule's share; a rule that never speaks is not there. */
    Map<String, Share> shares() {
        int[] cells = new int[matrix.verdicts().size()];
        for (int cell = 0; cell < docket.cells(); cell++) cells[matrix.verdictAt(cell)]++;
        Map<String, Share> shares = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
            CellVerdict verdict = matrix.verdicts().get(i);
            int count = cells[i];
            List<String> deciding = verdict.deciding();
            verdict.said().stream()
                    .map(CellVerdict.Said::rule)
                    .distinct()
                    .forEach(rule -> shares.put(
                            rule, shares.getOrDefault(rule, Share.NONE).plus(count, deciding.contains(rule))));
        }
        return shares;
    }

    /** Where one rule speaks. */
    Cells of(String rule) {
        BitSet speaking = new BitSet();
        BitSet deciding = new BitSet();
        for (int i = 0; i < matrix.verdicts().size(); i++) {
            CellVerdict verdict = matrix.verdicts().get(i);
            if (verdict.said().stream().anyMatch(said -> said.rule().equals(rule))) speaking.set(i);
            if (verdict.deciding().contains(rule)) deciding.set(i);
        }
        int[] machines = new int[docket.machines().size()];
        int[] workers = new int[docket.workers().size()];
        int decides = 0;
        List<Integer> cells = new ArrayList<>();
        for (int cell = 0; cell < docket.cells(); cell++) {
            int verdict = matrix.verdictAt(cell);
            if (!speaking.get(verdict)) continue;
            cells.add(cell);
            machines[machine(cell)]++;
            workers[worker(cell)]++;
            if (deciding.get(verdict)) decides++;
        }
        return new Cells(
                cells.size(),
                decides,
                docket.cells(),
                parts(machines, docket.machines()::get),
                parts(workers, each -> docket.workers().get(each).id()),
                links(cells, deciding));
    }

    private int worker(int cell) {
        return cell % docket.workers().size();
    }

    private int machine(int cell) {
        return cell / docket.workers().size() % docket.machines().size();
    }

    private static List<Part> parts(int[] counts, IntFunction<String> name) {
        List<Part> parts = new ArrayList<>();
        int most = 0;
        for (int count : counts) most = Math.max(most, count);
        for (int i = 0; i < counts.length; i++)
            if (counts[i] > 0) parts.add(new Part(name.apply(i), counts[i], Figures.percent(counts[i], most)));
        parts.sort((a, b) -> b.cells() - a.cells());
        return parts;
    }

    /** Spread evenly over all of them, so that the first model does not take every place. */
    private List<CellLink> links(List<Integer> cells, BitSet deciding) {
        int shown = Math.min(MOST_LINKS, cells.size());
        List<CellLink> links = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            int cell = cells.get((int) ((long) i * cells.size() / shown));
            Docket.Row row = docket.variants()
                    .get(cell / docket.workers().size() / docket.machines().size());
            String machine = docket.machines().get(machine(cell));
            String worker = docket.workers().get(worker(cell)).id();
            CellVerdict verdict = matrix.verdict(cell);
            links.add(new CellLink(
                    Links.variant(
                            machine, row.model().id(), worker, row.variant().id()),
                    row.model().name() + " " + row.variant().id(),
                    worker,
                    machine,
                    Shown.of(verdict.kind()),
                    deciding.get(matrix.verdictAt(cell))));
        }
        return links;
    }
}

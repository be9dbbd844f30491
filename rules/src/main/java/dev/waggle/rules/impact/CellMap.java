package dev.waggle.rules.impact;

import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Docket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which cell of one docket asks what a cell of another asks. */
final class CellMap {
    private final Docket before;
    private final Docket after;
    private final int[] variants;
    private final int[] machines;
    private final int[] workers;

    CellMap(Docket before, Docket after) {
        this.before = before;
        this.after = after;
        this.variants = match(variants(before), variants(after));
        this.machines = match(before.machines(), after.machines());
        this.workers = match(workers(before), workers(after));
    }

    private static List<String> variants(Docket docket) {
        return docket.variants().stream()
                .map(row -> row.model().id() + ":" + row.variant().id())
                .toList();
    }

    private static List<String> workers(Docket docket) {
        return docket.workers().stream().map(WorkerEntry::id).toList();
    }

    private static int[] match(List<String> from, List<String> to) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < to.size(); i++) places.put(to.get(i), i);
        return from.stream().mapToInt(id -> places.getOrDefault(id, -1)).toArray();
    }

    /** The cell after of a cell before; -1 where its variant, machine or worker is gone. */
    int after(int variant, int machine, int worker) {
        boolean gone = variants[variant] < 0 || machines[machine] < 0 || workers[worker] < 0;
        return gone ? -1 : after.cell(variants[variant], machines[machine], workers[worker]);
    }

    /** What a cell before asks. */
    Cell cell(int number) {
        int worker = number % before.workers().size();
        int machine = number / before.workers().size() % before.machines().size();
        Docket.Row row = before.variants()
                .get(number / before.workers().size() / before.machines().size());
        return new Cell(
                row.model().id(),
                row.variant().id(),
                before.workers().get(worker).id(),
                before.machines().get(machine));
    }
}

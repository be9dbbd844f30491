package dev.waggle.rules.judge;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.EngineEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.facts.Fit;
import dev.waggle.rules.facts.RuleFact;
import dev.waggle.rules.judge.Docket.Axis;
import dev.waggle.rules.judge.Docket.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Gathers the facts of all questions of a matrix, each as a single question would have it. */
final class DocketFacts {
    private static final int ROWS_AT_ONCE = 64;

    private final Catalog catalog;
    private final List<String> machineIds;
    private final List<Machine> machines;
    private final List<Capacities> capacities;
    private final List<Row> rows;
    private final List<WorkerEntry> workers;
    private final WorkerFacts workerFacts = new WorkerFacts();
    private final int[] programs;
    private final List<Integer> places;

    DocketFacts(Catalog catalog, Map<String, Machine> machinesById) {
        this.catalog = catalog;
        Map<String, Machine> sorted = new TreeMap<>(machinesById);
        this.machineIds = List.copyOf(sorted.keySet());
        this.machines = List.copyOf(sorted.values());
        this.capacities = machines.stream()
                .map(machine -> new Capacities(machine, false, catalog.policy()))
                .toList();
        this.workers = List.copyOf(catalog.workers().values());
        this.rows = catalog.models().values().stream()
                .flatMap(model -> model.variants().stream().map(variant -> new Row(model, variant)))
                .toList();
        this.programs = new int[rows.isEmpty() ? 0 : machines.size() * workers.size()];
        this.places = new ArrayList<>();
        numberPrograms();
    }

    /** What a variant's start depends on: the facts, and the engine's row behind them. */
    private record Program(EngineEntry engine, List<RuleFact> facts) {}

    /** Programs with equal facts are one; of each, a machine and worker that has it is remembered. */
    private void numberPrograms() {
        Interner<Program> distinct = new Interner<>();
        for (int place = 0; place < programs.length; place++) {
            programs[place] =
                    distinct.number(new Program(target(0, place).worker().engine(), program(place)));
            if (programs[place] == places.size()) places.add(place);
        }
    }

    List<Row> rows() {
        return rows;
    }

    List<String> machineIds() {
        return machineIds;
    }

    List<WorkerEntry> workers() {
        return workers;
    }

    int[] programs() {
        return programs;
    }

    int programCount() {
        return places.size();
    }

    private List<RuleFact> program(int place) {
        List<RuleFact> facts = new ArrayList<>();
        target(0, place).addWorker(facts);
        return facts;
    }

    private Query query(int row, int place) {
        Row asked = rows.get(row);
        Machine machine = machines.get(place / workers.size());
        List<WorkerEntry> one = List.of(workers.get(place % workers.size()));
        return new Query(asked.model(), asked.variant(), "", machine, false, one, Wish.none());
    }

    private Target target(int row, int place) {
        Capacities there = capacities.get(place / workers.size());
        return new Target(0, query(row, place), catalog.policy(), there, workerFacts);
    }

    /** The facts of everything but placements, by what they depend on. */
    Map<Axis, Map<String, FactTable>> tables() {
        Map<Axis, Map<String, FactTable>> tables = new EnumMap<>(Axis.class);
        if (programs.length == 0) return tables;
        int programCount = programCount();
        tables.put(Axis.VARIANT, FactTable.byType(rows.size(), row -> Judge.variantFacts(query(row, 0))));
        tables.put(Axis.MACHINE, FactTable.byType(machines.size(), m -> List.of(DeviceFacts.of(machines.get(m)))));
        tables.put(Axis.PROGRAM, FactTable.byType(programCount, number -> program(places.get(number))));
        tables.put(
                Axis.START,
                FactTable.byType(
                        rows.size() * programCount,
                        start -> start(start / programCount, places.get(start % programCount))));
        tables.put(Axis.DEVICES, FactTable.byType(programs.length, this::devices));
        return tables;
    }

    private List<RuleFact> start(int row, int place) {
        List<RuleFact> facts = new ArrayList<>();
        target(row, place).addStart(facts);
        return facts;
    }

    private List<RuleFact> devices(int place) {
        List<RuleFact> facts = new ArrayList<>();
        target(0, place).addDevices(facts);
        return facts;
    }

    /** Memory is most of the work: that of some variants at a time is computed on all cores, then numbered in order. */
    Placements placements() {
        Placements.Builder placements = new Placements.Builder(rows.size() * programs.length);
        for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
            List<List<List<List<Fit>>>> computed = IntStream.range(from, Math.min(rows.size(), from + ROWS_AT_ONCE))
                    .parallel()
                    .mapToObj(this::placements)
                    .toList();
            for (int i = 0; i < computed.size(); i++)
                for (int place = 0; place < programs.length; place++)
                    placements.put(
                            (from + i) * programs.length + place,
                            computed.get(i).get(place));
        }
        return placements.placements();
    }

    /** Of one variant: by machine and worker, the placements in the order they are tried. */
    private List<List<List<Fit>>> placements(int row) {
        List<List<List<Fit>>> all = new ArrayList<>();
        for (int place = 0; place < programs.length; place++) {
            Query query = query(row, place);
            Capacities there = capacities.get(place / workers.size());
            all.add(Rung.of(target(row, place), query, catalog.policy(), there).stream()
                    .map(rung -> rung.unnumberedFacts(catalog.policy()))
                    .toList());
        }
        return all;
    }
}

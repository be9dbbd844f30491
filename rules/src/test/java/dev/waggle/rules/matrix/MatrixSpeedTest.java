package dev.waggle.rules.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.Device;
import dev.waggle.hardware.Fact;
import dev.waggle.hardware.Machine;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.impact.Comparison;
import dev.waggle.rules.impact.Impact;
import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.judge.Judge;
import dev.waggle.rules.judge.Query;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.judge.Wish;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How fast a matrix is judged, beside the same rules written by hand in Java and beside one session of the engine a question
 * or a cell. Time is this thread's own of a processor, in turns, and all of it after the facts are prepared.
 */
@Tag("slow")
class MatrixSpeedTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Catalog CATALOG = CatalogLoader.embedded();
    private static final int LEAST_CELLS = 500_000;

    @Test
    void judge_halfAMillionCells_isFasterThanRulesInJava() {
        RuleSet rules = new RuleSet(BookFolder.embedded());
        long start = System.nanoTime();
        Docket docket = Docket.of(CATALOG, machines());
        long prepared = (System.nanoTime() - start) / 1_000_000;
        assertThat(docket.cells()).isGreaterThanOrEqualTo(LEAST_CELLS);
        PlainRules plain = new PlainRules(docket, true);
        PlainRules simple = new PlainRules(docket, false);
        sameAnswers(docket, rules, plain);
        long[][] nanos = new long[3][9];
        for (int round = 0; round < nanos[0].length; round++) {
            nanos[0][round] =
                    cpu(() -> MatrixJudge.judge(docket, rules).verdicts().size());
            nanos[1][round] = cpu(() -> plain.judge().length);
            nanos[2][round] = cpu(() -> simple.judge().length);
        }
        System.out.printf(
                "%,d cells of %,d lists of %,d placements, prepared in %,d ms; million verdicts a processor second, facts"
                        + " prepared: by classes %.1f, rules in Java %.1f, the same without sharing between cells %.1f,"
                        + " one session a question %.3f, one session a cell %.4f%n",
                docket.cells(),
                docket.placements().lists().size(),
                docket.placements().distinct().size(),
                prepared,
                rate(docket.cells(), nanos[0]),
                rate(docket.cells(), nanos[1]),
                rate(docket.cells(), nanos[2]),
                sessions(docket, rules, docket.workers().size()),
                sessions(docket, rules, 1));
        preview(docket, rules);
        assertThat((double) median(nanos[1]) / median(nanos[0])).isGreaterThan(1.5);
    }

    /** Compiling the edited rules, judging all of it, and comparing. */
    private static void preview(Docket docket, RuleSet rules) {
        JudgedMatrix before = MatrixJudge.judge(docket, rules);
        RuleBook edited = BookFolder.embedded().without("PLT-030");
        long start = System.nanoTime();
        RuleSet after = new RuleSet(edited);
        long compiled = System.nanoTime();
        Impact impact = Comparison.of(before, MatrixJudge.judge(docket, after), false, List.of());
        long end = System.nanoTime();
        System.out.printf(
                "preview of %,d verdicts, %,d of them changed: %,d ms, and %,d ms to compile the rules%n",
                impact.verdicts(), impact.changed(), (end - compiled) / 1_000_000, (compiled - start) / 1_000_000);
        assertThat(impact.changed()).isPositive();
        assertThat(end - start).isLessThan(3_000_000_000L);
    }

    /** Otherwise the comparison would be of different work. */
    private static void sameAnswers(Docket docket, RuleSet rules, PlainRules plain) {
        JudgedMatrix matrix = MatrixJudge.judge(docket, rules);
        long[] cells = plain.judge();
        for (int cell = 0; cell < cells.length; cell++) {
            long said = cells[cell];
            CellVerdict verdict = matrix.verdict(cell);
            boolean passedOver = (said & PlainRules.PASSED_OVER) != 0;
            List<String> expected = verdict.said().stream()
                    .filter(each -> !each.severity().equals("unknown"))
                    .map(CellVerdict.Said::rule)
                    .filter(rule -> !(passedOver && rule.equals("MEM-010")))
                    .distinct()
                    .sorted()
                    .toList();
            if (!PlainRules.ids(said).stream().sorted().toList().equals(expected))
                assertThat(PlainRules.ids(said)).as("%s", verdict).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** The named machines with all of their memory, and with ever less of it, until there are enough. */
    private static Map<String, Machine> machines() {
        Map<String, Machine> machines = new TreeMap<>(CATALOG.machines());
        int rows = CATALOG.models().values().stream()
                        .mapToInt(model -> model.variants().size())
                        .sum()
                * CATALOG.workers().size();
        for (int percent = 97; machines.size() * rows < LEAST_CELLS; percent -= 3)
            for (Map.Entry<String, Machine> each : CATALOG.machines().entrySet())
                machines.put(each.getKey() + "-" + percent, smaller(each.getValue(), percent));
        return machines;
    }

    private static Machine smaller(Machine machine, int percent) {
        List<Device> devices = machine.devices().stream()
                .map(device -> new Device(
                        device.id(),
                        device.vendor(),
                        device.name(),
                        smaller(device.memoryBytes(), percent),
                        smaller(device.freeBytes(), percent),
                        device.computeCapability(),
                        device.driverVersion(),
                        device.unifiedMemory(),
                        device.backends()))
                .toList();
        return new Machine(
                machine.name(),
                machine.os(),
                machine.cpuArchitecture(),
                machine.cpuFeatures(),
                machine.cores(),
                machine.cpuName(),
                smaller(machine.ramBytes(), percent),
                smaller(machine.ramFreeBytes(), percent),
                machine.memoryLimitBytes(),
                devices);
    }

    private static Fact<Long> smaller(Fact<Long> bytes, int percent) {
        return bytes.map(value -> value / 100 * percent);
    }

    private static double sessions(Docket docket, RuleSet rules, int workersAtOnce) {
        Judge judge = new Judge(CATALOG.policy(), rules);
        long cells = 0;
        long nanos = 0;
        for (int v = 0; v < docket.variants().size(); v += 3)
            for (String place : List.of("rtx-4090", "macbook-m2-8gb")) {
                Docket.Row row = docket.variants().get(v);
                Machine machine = Objects.requireNonNull(CATALOG.machines().get(place));
                for (int w = 0; w < docket.workers().size(); w += workersAtOnce) {
                    var workers = docket.workers().subList(w, w + workersAtOnce);
                    Query query = new Query(row.model(), row.variant(), place, machine, false, workers, Wish.none());
                    judge.judge(query);
                    nanos += cpu(() -> judge.judge(query).size());
                    cells += workersAtOnce;
                }
            }
        return cells * 1e3 / nanos;
    }

    private interface Work {
        int done();
    }

    private static long cpu(Work work) {
        long before = THREADS.getCurrentThreadCpuTime();
        if (work.done() < 0) throw new IllegalStateException();
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    private static double rate(int cells, long[] nanos) {
        return cells * 1e3 / median(nanos);
    }

    private static long median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

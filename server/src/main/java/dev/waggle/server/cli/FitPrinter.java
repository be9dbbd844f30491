package dev.waggle.server.cli;

import dev.waggle.rules.judge.Verdict;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.SecondOpinion;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.server.app.Quantity;
import dev.waggle.server.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Prints what a model takes: estimated, and measured where the engine was asked. */
final class FitPrinter {
    private final Verdict verdict;
    private final Plan plan;
    private final FromWorker.@Nullable Measured measured;

    FitPrinter(Verdict verdict, Plan plan, FromWorker.@Nullable Measured measured) {
        this.verdict = verdict;
        this.plan = plan;
        this.measured = measured;
    }

    String json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("model", verdict.model());
        json.put("variant", verdict.variant());
        json.put("worker", verdict.worker().id());
        json.put("engine", plan.engine().name());
        json.put("placement", fit().placement().id());
        json.put("settings", plan.settings());
        json.put("exact", fit().exact());
        json.put("estimated", plan.estimate());
        if (measured != null) {
            SecondOpinion opinion = new SecondOpinion(plan.estimate(), measured.memory());
            json.put("measured", measured.memory());
            json.put("layers", measured.layers());
            json.put("millis", measured.millis());
            json.put("disagrees", opinion.disagrees());
        }
        return Json.pretty(json);
    }

    private dev.waggle.rules.judge.FitReport fit() {
        return Objects.requireNonNull(verdict.fit());
    }

    String text() {
        StringBuilder text = new StringBuilder(verdict.model() + " (" + verdict.variant() + ") with "
                + verdict.worker().id() + ", context "
                + Quantity.count(plan.settings().contextTokens()) + ", "
                + fit().placement().id() + "\n");
        Table table = measured == null
                ? new Table(100, "memory", "part", "estimated")
                : new Table(100, "memory", "part", "estimated", "measured", "difference");
        for (String memory : memories()) {
            row(table, memory, "weights", MemoryUse::weightsBytes);
            row(table, "", "cache and output", memory, MemoryUse::contextBytes);
            row(table, "", "compute", memory, MemoryUse::computeBytes);
            row(table, "", "all", memory, MemoryUse::totalBytes);
        }
        return text.append(table).append(conclusion()).toString();
    }

    private List<String> memories() {
        List<MemoryUse> all = new ArrayList<>(plan.estimate());
        if (measured != null) all.addAll(measured.memory());
        return all.stream().map(MemoryUse::device).distinct().toList();
    }

    private void row(Table table, String memory, String part, ToLongFunction<MemoryUse> bytes) {
        row(table, memory, part, memory, bytes);
    }

    private void row(Table table, String title, String part, String memory, ToLongFunction<MemoryUse> bytes) {
        long estimated = of(plan.estimate(), memory).map(bytes::applyAsLong).orElse(0L);
        if (measured == null) {
            table.row(title, part, Quantity.bytes(estimated));
            return;
        }
        long counted = of(measured.memory(), memory).map(bytes::applyAsLong).orElse(0L);
        table.row(title, part, Quantity.bytes(estimated), Quantity.bytes(counted), difference(estimated, counted));
    }

    private static Optional<MemoryUse> of(List<MemoryUse> memories, String name) {
        return memories.stream().filter(use -> use.device().equals(name)).findFirst();
    }

    private static String difference(long estimated, long measured) {
        if (estimated == measured) return "none";
        if (measured == 0) return "all of it";
        return String.format(Locale.ROOT, "%+.2f %%", 100.0 * (estimated - measured) / measured);
    }

    private String conclusion() {
        if (measured == null)
            return (fit().exact() ? "" : "This architecture is estimated by its class. ")
                    + "--dry-run asks the engine itself.\n";
        boolean disagrees = new SecondOpinion(plan.estimate(), measured.memory()).disagrees();
        return "The engine laid it out in " + measured.millis() + " ms. "
                + (disagrees
                        ? "They differ by more than 2 %: trust the engine, and please report it.\n"
                        : "They agree within 2 % or 1 MiB.\n");
    }
}

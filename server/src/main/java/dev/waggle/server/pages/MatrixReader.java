package dev.waggle.server.pages;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.Outcome;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.server.app.Matrix;
import dev.waggle.server.pages.MatrixView.Cell;
import dev.waggle.server.pages.MatrixView.Column;
import dev.waggle.server.pages.MatrixView.Row;
import dev.waggle.server.pages.MatrixView.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns a judged matrix into the table that is shown. */
final class MatrixReader {
    private final Map<String, String> concerns;
    private final Set<String> catalogued;

    /**
     * Reads matrices.
     *
     * @param rules tell a finding's concern
     * @param catalogued ids of the models that anyone may see
     */
    MatrixReader(List<Rule> rules, Set<String> catalogued) {
        this.concerns = rules.stream().collect(Collectors.toUnmodifiableMap(Rule::id, Rule::concern));
        this.catalogued = catalogued;
    }

    MatrixView view(Board board, Filter filter) {
        Matrix matrix = board.matrix();
        List<Matrix.Row> rows =
                matrix.rows().stream().filter(row -> filter.takes(row.model())).toList();
        List<WorkerEntry> columns =
                matrix.workers().stream().filter(filter::takes).toList();
        if (filter.runs()) {
            List<WorkerEntry> asked = columns;
            rows = rows.stream()
                    .filter(row -> asked.stream().anyMatch(worker -> runs(row, worker)))
                    .toList();
            List<Matrix.Row> left = rows;
            columns = columns.stream()
                    .filter(worker -> left.stream().anyMatch(row -> runs(row, worker)))
                    .toList();
        }
        String machine = board.place().detected()
                ? "this machine"
                : board.place().machine().name();
        return new MatrixView(
                machine,
                columns.stream().map(MatrixReader::column).toList(),
                rows(rows, columns, board.place().id()),
                tallies(rows, columns),
                matrix.rows().size(),
                matrix.workers().size());
    }

    private static boolean runs(Matrix.Row row, WorkerEntry worker) {
        Verdict verdict = row.cells().get(worker.id());
        return verdict != null && verdict.outcome().placement().isPresent();
    }

    private static Column column(WorkerEntry worker) {
        String engine = worker.engine().name() + " " + worker.engine().version();
        return new Column(worker.id(), worker.workerType(), worker.name().replaceAll(" \\([^)]*\\)$", ""), engine);
    }

    private List<Row> rows(List<Matrix.Row> rows, List<WorkerEntry> columns, String machine) {
        List<Row> views = new ArrayList<>();
        for (Matrix.Row row : rows) {
            List<Cell> cells = new ArrayList<>();
            for (WorkerEntry worker : columns) {
                Verdict verdict = row.cells().get(worker.id());
                if (verdict != null) cells.add(cell(row, verdict, machine));
            }
            String take = row.recommended()
                    .map(best -> best.variant() + " with " + best.worker().id())
                    .orElse("");
            ModelEntry model = row.model();
            boolean local = !catalogued.contains(model.id());
            views.add(new Row(
                    model.id(), model.name(), (local ? model.id() + " · " : "") + facts(model), local, take, cells));
        }
        return views;
    }

    private static String facts(ModelEntry model) {
        List<String> facts = new ArrayList<>();
        model.variants().stream()
                .map(VariantEntry::architecture)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(facts::add);
        model.variants().stream()
                .map(VariantEntry::parameters)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(count -> facts.add(Figures.parameters(count)));
        if (!model.tasks().isEmpty()) facts.add(model.tasks().get(0));
        if (model.gated()) facts.add("gated");
        return String.join(" · ", facts);
    }

    private Cell cell(Matrix.Row row, Verdict verdict, String machine) {
        boolean runs = verdict.outcome().placement().isPresent();
        boolean recommended = row.recommended()
                .filter(best -> best.worker().id().equals(verdict.worker().id()))
                .isPresent();
        return new Cell(
                verdict.worker().id(),
                Links.cell(machine, verdict.model(), verdict.worker().id()),
                Shown.of(verdict.outcome()),
                runs ? verdict.variant() : concern(verdict.outcome()),
                recommended);
    }

    private String concern(Outcome outcome) {
        List<Finding> reasons = List.of();
        if (outcome instanceof Outcome.CannotRun no) reasons = no.reasons();
        if (outcome instanceof Outcome.Unknown no) reasons = no.reasons();
        return reasons.stream()
                .map(Finding::rule)
                .map(rule -> concerns.getOrDefault(rule, rule))
                .distinct()
                .findFirst()
                .orElse("");
    }

    private static List<Tally> tallies(List<Matrix.Row> rows, List<WorkerEntry> columns) {
        Map<Shown, Long> counts = new LinkedHashMap<>();
        for (Shown shown : Shown.ALL) counts.put(shown, 0L);
        for (Matrix.Row row : rows)
            for (WorkerEntry worker : columns) {
                Verdict verdict = row.cells().get(worker.id());
                if (verdict != null) counts.merge(Shown.of(verdict.outcome()), 1L, Long::sum);
            }
        return counts.entrySet().stream()
                .map(count -> new Tally(count.getKey(), count.getValue()))
                .toList();
    }
}

package dev.waggle.server.app;

import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Recommendation;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.server.app.Waggle.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models × workers on one machine.
 *
 * @param machine a named machine's id, or {@code local}
 * @param workers the columns
 * @param rows one per model
 */
public record Matrix(String machine, List<WorkerEntry> workers, List<Row> rows) {
    /** Copies the lists. */
    public Matrix {
        workers = List.copyOf(workers);
        rows = List.copyOf(rows);
    }

    /**
     * One model.
     *
     * @param model the model
     * @param cells by worker id: the verdict of the variant that is best on it
     * @param recommended the variant and worker to take; empty where none runs
     */
    public record Row(ModelEntry model, Map<String, Verdict> cells, Optional<Verdict> recommended) {}

    /** These rows, then those of another matrix of the same machine. */
    Matrix followedBy(Matrix other) {
        List<Row> all = new ArrayList<>(rows);
        all.addAll(other.rows);
        return new Matrix(machine, workers, all);
    }

    /** Judges every variant of these models on every worker. */
    static Matrix of(Waggle waggle, Collection<ModelEntry> models, Place place) {
        List<Row> rows = new ArrayList<>();
        for (ModelEntry model : models) rows.add(row(waggle, model, place, Wish.none()));
        return new Matrix(place.id(), waggle.workers(), rows);
    }

    /** Judges every variant of one model on every worker. */
    static Row row(Waggle waggle, ModelEntry model, Place place, Wish wish) {
        Recommendation recommendation = waggle.recommendation();
        List<Verdict> all = waggle.judge(new Subject(model, model.variants(), null), place, waggle.workers(), wish);
        Map<String, List<Verdict>> byWorker = new LinkedHashMap<>();
        for (Verdict verdict : all)
            byWorker.computeIfAbsent(verdict.worker().id(), id -> new ArrayList<>())
                    .add(verdict);
        Map<String, Verdict> cells = new LinkedHashMap<>();
        byWorker.forEach((worker, verdicts) ->
                cells.put(worker, recommendation.cell(verdicts).orElseThrow()));
        return new Row(model, cells, recommendation.best(all));
    }
}

package dev.waggle.server.json;

import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.server.app.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A matrix as JSON and as CSV. */
public final class MatrixForm {
    private static final String HEADINGS = "model,variant,worker,machine,verdict,confidence,rules,reasons\r\n";

    private MatrixForm() {}

    /** Rows of models, each with its verdicts and what is recommended. */
    public static Map<String, @Nullable Object> json(Matrix matrix, String ruleSet, String catalog) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Matrix.Row row : matrix.rows()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("model", row.model().id());
            json.put(
                    "recommended",
                    row.recommended().map(MatrixForm::recommended).orElse(null));
            json.put(
                    "verdicts",
                    row.cells().values().stream().map(MatrixForm::cell).toList());
            rows.add(json);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("machine", matrix.machine());
        json.put("rows", rows);
        json.put("ruleSet", ruleSet);
        json.put("catalog", catalog);
        return json;
    }

    private static Map<String, String> recommended(Verdict verdict) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("variant", verdict.variant());
        json.put("worker", verdict.worker().id());
        json.put("verdict", verdict.outcome().id());
        return json;
    }

    private static Map<String, @Nullable Object> cell(Verdict verdict) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("worker", verdict.worker().id());
        json.put("variant", verdict.variant());
        json.put("verdict", verdict.outcome().id());
        json.put("confidence", verdict.confidence().id());
        json.put("findings", verdict.findings());
        return json;
    }

    /** One line a cell, as RFC 4180 has it. */
    public static String csv(Matrix matrix) {
        StringBuilder csv = new StringBuilder(HEADINGS);
        for (Matrix.Row row : matrix.rows())
            for (Verdict verdict : row.cells().values())
                csv.append(List.of(
                                        verdict.model(),
                                        verdict.variant(),
                                        verdict.worker().id(),
                                        matrix.machine(),
                                        verdict.outcome().id(),
                                        verdict.confidence().id(),
                                        joined(verdict, " ", Finding::rule),
                                        joined(verdict, " ", Finding::message))
                                .stream()
                                .map(MatrixForm::quoted)
                                .collect(Collectors.joining(",")))
                        .append("\r\n");
        return csv.toString();
    }

    private static String joined(Verdict verdict, String between, Function<Finding, String> part) {
        return verdict.findings().stream().map(part).collect(Collectors.joining(between));
    }

    /** Quoted where needed; a text that a spreadsheet would take for a formula gets an apostrophe. */
    private static String quoted(String text) {
        String safe = text.matches("[=+\\-@\\t].*") ? "'" + text : text;
        return safe.matches("[A-Za-z0-9 ._:/()-]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}

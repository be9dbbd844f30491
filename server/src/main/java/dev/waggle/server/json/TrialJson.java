package dev.waggle.server.json;

import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.trial.CaseFailure;
import dev.waggle.rules.trial.TrialReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is wrong with rules and catalog, and how cases went, as JSON. */
public final class TrialJson {
    private TrialJson() {}

    /** Each error. */
    public static List<Map<String, Object>> errors(List<RuleError> errors) {
        return errors.stream().map(TrialJson::error).toList();
    }

    /** Where it is, what stands there, what could, and all that as one sentence. */
    private static Map<String, Object> error(RuleError error) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", error.file());
        json.put("line", error.line());
        json.put("column", error.column());
        json.put("rule", error.rule());
        json.put("found", error.found());
        json.put("allowed", error.allowed());
        json.put("suggestion", error.suggestion());
        json.put("message", error.toString());
        return json;
    }

    /** Errors, and the cases that went otherwise than they must. */
    public static Map<String, Object> report(TrialReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("errors", errors(report.errors()));
        json.put("rules", report.rules());
        Map<String, Object> cases = new LinkedHashMap<>();
        cases.put("passed", report.passed());
        cases.put("failed", report.failed().stream().map(TrialJson::failure).toList());
        json.put("cases", cases);
        return json;
    }

    private static Map<String, Object> failure(CaseFailure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", failure.rule());
        json.put("case", failure.name());
        json.put("file", failure.file());
        json.put("line", failure.line());
        json.put("expected", failure.expected().name().toLowerCase(Locale.ROOT));
        json.put("got", failure.got().name().toLowerCase(Locale.ROOT));
        json.put("message", failure.error().toString());
        return json;
    }
}

package dev.waggle.server.json;

import dev.waggle.rules.explain.Explanation;
import dev.waggle.rules.explain.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explanations as JSON, beside a verdict's own fields. */
public final class ExplanationJson {
    private ExplanationJson() {}

    /** The verdict's JSON with why each rule fired or did not, and what its deciding constraints say. */
    public static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> verdict, List<Explanation> explanations) {
        List<Map<String, Object>> rules =
                explanations.stream().map(ExplanationJson::rule).toList();
        verdict.put("explanation", rules);
        return verdict;
    }

    private static Map<String, Object> rule(Explanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", explanation.rule().id());
        json.put("title", explanation.rule().title());
        json.put("fired", explanation.fired());
        json.put("unknown", explanation.unknown());
        json.put("absent", explanation.absent());
        json.put(
                "reasons",
                explanation.reasons().stream().map(ExplanationJson::reason).toList());
        json.put("sentence", explanation.sentence());
        return json;
    }

    private static Map<String, Object> reason(Reason reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("facts", reason.facts());
        json.put("constraint", reason.constraint());
        json.put("values", reason.values());
        json.put("truth", reason.truth().id());
        return json;
    }
}

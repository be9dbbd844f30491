package dev.waggle.server.json;

import dev.waggle.rules.book.PlainWords;
import dev.waggle.rules.book.Rule;
import java.util.LinkedHashMap;
import java.util.Map;

/** A rule as JSON. */
public final class RuleJson {
    private RuleJson() {}

    /** What a rule says, and its text. */
    public static Map<String, Object> of(Rule rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", rule.id());
        json.put("title", rule.title());
        json.put("concern", rule.concern());
        json.put("severity", rule.severity().id());
        json.put("message", rule.message());
        json.put("when", PlainWords.of(rule));
        json.put("since", rule.since());
        json.put("file", rule.file());
        json.put("line", rule.line());
        json.put("source", rule.source());
        return json;
    }
}

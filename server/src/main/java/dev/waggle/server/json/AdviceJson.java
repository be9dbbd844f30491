package dev.waggle.server.json;

import dev.waggle.rules.judge.Change;
import dev.waggle.rules.judge.Fix;
import dev.waggle.server.app.Advice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Advice as JSON, beside a verdict's own fields. */
public final class AdviceJson {
    private AdviceJson() {}

    /** The verdict's JSON with {@code fit.maxContextTokens} and {@code fixes}. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> with(Map<String, @Nullable Object> verdict, Advice advice) {
        if (verdict.get("fit") instanceof Map<?, ?> fit)
            ((Map<String, Object>) fit).put("maxContextTokens", advice.limits().maxContextTokens());
        List<Map<String, @Nullable Object>> fixes =
                advice.fixes().stream().map(AdviceJson::fix).toList();
        verdict.put("fixes", fixes);
        return verdict;
    }

    private static Map<String, @Nullable Object> fix(Fix fix) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("change", change(fix.change()));
        json.put("verdict", fix.verdict().outcome().id());
        json.put("savesBytes", fix.savesBytes());
        return json;
    }

    private static Map<String, Object> change(Change change) {
        if (change instanceof Change.Context context) return Map.of("contextTokens", context.contextTokens());
        if (change instanceof Change.Cache cache) return Map.of("kvType", cache.kvType());
        if (change instanceof Change.Variant variant) return Map.of("variant", variant.variant());
        if (change instanceof Change.Worker worker) return Map.of("worker", worker.worker());
        return Map.of("machine", ((Change.Machine) change).machine());
    }
}

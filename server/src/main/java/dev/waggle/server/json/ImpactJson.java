package dev.waggle.server.json;

import dev.waggle.rules.impact.Cell;
import dev.waggle.rules.impact.Impact;
import dev.waggle.rules.impact.Move;
import dev.waggle.rules.judge.Settlement.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a change would change, as JSON. */
public final class ImpactJson {
    private ImpactJson() {}

    /** Counts, then what moves where, each rule's share and what must not be refused but would be. */
    public static Map<String, Object> of(Impact impact) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdicts", impact.verdicts());
        json.put("changed", impact.changed());
        json.put("onlyBefore", impact.onlyBefore());
        json.put("onlyAfter", impact.onlyAfter());
        json.put("step", impact.step().id());
        json.put("moves", impact.moves().stream().map(ImpactJson::move).toList());
        json.put(
                "rules",
                impact.rules().stream()
                        .map(share -> Map.of("rule", share.rule(), "gained", share.gained(), "lost", share.lost()))
                        .toList());
        json.put("broken", impact.broken().stream().map(ImpactJson::broken).toList());
        return json;
    }

    /** The name of an answer, as verdicts have it. */
    public static String id(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Object> move(Move move) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", id(move.from()));
        json.put("to", id(move.to()));
        json.put("count", move.count());
        json.put("examples", move.examples().stream().map(ImpactJson::example).toList());
        return json;
    }

    private static Map<String, Object> example(Move.Example example) {
        Map<String, Object> json = cell(example.cell());
        json.put("gained", example.gained());
        json.put("lost", example.lost());
        return json;
    }

    private static Map<String, Object> broken(Impact.Broken broken) {
        Map<String, Object> json = cell(broken.cell());
        json.put("verdict", broken.verdict());
        json.put("rules", broken.rules());
        json.put("why", broken.why());
        return json;
    }

    private static Map<String, Object> cell(Cell cell) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", cell.model());
        json.put("variant", cell.variant());
        json.put("worker", cell.worker());
        json.put("machine", cell.machine());
        return json;
    }

    /** Ids of rules in one text; a dash for none. */
    public static String ids(List<String> rules) {
        return rules.isEmpty() ? "-" : String.join(", ", rules);
    }
}

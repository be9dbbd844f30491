package dev.waggle.rules.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a case file: by rule id, lists of cases under {@code hits}, {@code misses} and {@code unknown}. A case is a
 * mapping from fact type to fields, with an optional {@code case} that says what it shows; a field that is absent is
 * unknown, and several facts of one type are a list.
 */
final class CaseReader {
    private static final ObjectMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private static final Map<String, Expected> LISTS =
            Map.of("hits", Expected.HIT, "misses", Expected.MISS, "unknown", Expected.UNKNOWN);

    private final String file;
    private final List<RuleError> errors;
    private final List<RuleCase> cases = new ArrayList<>();

    private CaseReader(String file, List<RuleError> errors) {
        this.file = file;
        this.errors = errors;
    }

    static List<RuleCase> read(String file, String text, List<RuleError> errors) {
        CaseReader reader = new CaseReader(file, errors);
        try {
            YAML.readTree(text).properties().forEach(rule -> reader.rule(rule.getKey(), rule.getValue()));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            reader.bad(line, "", "not YAML: " + e.getOriginalMessage(), "");
        }
        return reader.cases;
    }

    private void rule(String id, JsonNode lists) {
        lists.properties().forEach(list -> {
            Expected expected = LISTS.get(list.getKey());
            if (expected == null || !list.getValue().isArray())
                bad(0, id, "'" + list.getKey() + "'", "hits, misses and unknown, each a list");
            else list.getValue().forEach(each -> addCase(id, expected, each));
        });
    }

    private void addCase(String id, Expected expected, JsonNode node) {
        List<RuleFact> facts = new ArrayList<>();
        String name = node.path("case").asText("");
        node.properties().forEach(entry -> {
            if (entry.getKey().equals("case")) return;
            if (entry.getValue().isArray()) entry.getValue().forEach(one -> fact(id, entry.getKey(), one, facts));
            else fact(id, entry.getKey(), entry.getValue(), facts);
        });
        if (name.isBlank()) bad(0, id, "a case without 'case'", "a few words that say what it shows");
        if (facts.isEmpty()) bad(0, id, "a case without facts", "at least one fact");
        cases.add(new RuleCase(id, expected, name, facts));
    }

    private void fact(String id, String typeName, JsonNode fields, List<RuleFact> facts) {
        FactType type = FactTypes.of(typeName).orElse(null);
        if (type == null) {
            bad(
                    0,
                    id,
                    "the fact '" + typeName + "'",
                    String.join(", ", FactTypes.all().keySet()));
            return;
        }
        try {
            facts.add((RuleFact) YAML.treeToValue(fields, type.type()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            bad(
                    0,
                    id,
                    typeName + " " + fields + ": " + message,
                    String.join(", ", type.fields().keySet()));
        }
    }

    private void bad(int line, String rule, String found, String allowed) {
        errors.add(new RuleError(file, line, rule, found, allowed));
    }
}

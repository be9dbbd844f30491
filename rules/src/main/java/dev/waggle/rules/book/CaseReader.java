package dev.waggle.rules.book;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a case file: by rule id, lists of cases under {@code hits}, {@code misses} and {@code unknown}. A case is a
 * mapping from fact type to fields, with an optional {@code case} that says what it shows; a field that is absent is
 * unknown, and several facts of one type are a list.
 */
final class CaseReader {
    private static final ObjectMapper FACTS = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final Map<String, Expected> LISTS =
            Map.of("hits", Expected.HIT, "misses", Expected.MISS, "unknown", Expected.UNKNOWN);
    /** The numbers of worker and placement: facts of one case may be told apart by them. */
    private static final Set<String> NUMBERS = Set.of("target", "rung");

    private final String file;
    private final CaseFile tree;
    private final List<RuleError> errors;
    private final List<RuleCase> cases = new ArrayList<>();

    /** Something in the file: whose rule it is, and its place. */
    private record Spot(String rule, JsonPointer place) {
        Spot in(String name) {
            return new Spot(rule, place.appendProperty(name));
        }

        Spot in(int index) {
            return new Spot(rule, place.appendIndex(index));
        }
    }

    private CaseReader(String file, CaseFile tree, List<RuleError> errors) {
        this.file = file;
        this.tree = tree;
        this.errors = errors;
    }

    static List<RuleCase> read(String file, String text, List<RuleError> errors) {
        CaseReader reader = new CaseReader(file, CaseFile.read(file, text, errors), errors);
        reader.tree.root().properties().forEach(rule -> reader.rule(rule.getKey(), rule.getValue()));
        return reader.cases;
    }

    private void rule(String id, JsonNode lists) {
        Spot rule = new Spot(id, JsonPointer.empty().appendProperty(id));
        if (!lists.isObject())
            bad(rule, "'" + id + "' without lists of cases", "hits, misses and unknown, each a list");
        lists.properties().forEach(list -> {
            Spot spot = rule.in(list.getKey());
            Expected expected = LISTS.get(list.getKey());
            if (expected == null) badWord(spot, "'" + list.getKey() + "'", list.getKey(), LISTS.keySet());
            else if (!list.getValue().isArray()) bad(spot, "'" + list.getKey() + "' that is no list", "- case: …");
            else
                for (int i = 0; i < list.getValue().size(); i++)
                    addCase(spot.in(i), expected, list.getValue().get(i));
        });
    }

    private void addCase(Spot spot, Expected expected, JsonNode node) {
        List<RuleFact> facts = new ArrayList<>();
        int before = errors.size();
        node.properties().forEach(entry -> {
            Spot inner = spot.in(entry.getKey());
            if (entry.getKey().equals("case")) return;
            if (!entry.getValue().isArray()) fact(inner, entry.getKey(), entry.getValue(), facts);
            for (int i = 0; entry.getValue().isArray() && i < entry.getValue().size(); i++)
                fact(inner.in(i), entry.getKey(), entry.getValue().get(i), facts);
        });
        String name = node.path("case").asText("");
        if (name.isBlank()) bad(spot, "a case without 'case'", "a few words that say what it shows");
        if (facts.isEmpty() && errors.size() == before) bad(spot, "a case without facts", "at least one fact");
        cases.add(new RuleCase(
                spot.rule(),
                expected,
                name,
                facts,
                file,
                tree.place(spot.place()).line()));
    }

    private void fact(Spot spot, String name, JsonNode fields, List<RuleFact> facts) {
        FactType type = FactTypes.of(name).orElse(null);
        if (type == null)
            badWord(spot, "the fact '" + name + "'", name, FactTypes.all().keySet());
        else if (!fields.isObject()) bad(spot, name + " that is no mapping", "{field: value, …}");
        else if (checkFields(spot, type, fields)) {
            RuleFact made = made(spot, type, fields);
            if (made != null) facts.add(made);
        }
    }

    private boolean checkFields(Spot spot, FactType type, JsonNode fields) {
        int before = errors.size();
        Set<String> known = new TreeSet<>(type.fields().keySet());
        fields.properties().forEach(field -> {
            Spot inner = spot.in(field.getKey());
            FieldKind kind = type.fields().get(field.getKey());
            boolean number = NUMBERS.contains(field.getKey()) && isNumbered(type, field.getKey());
            String wanted = number ? wanted(FieldKind.WHOLE, field.getValue()) : wanted(kind, field.getValue());
            if (kind == null && !number)
                badWord(inner, "the field '" + field.getKey() + "' of " + type.name(), field.getKey(), known);
            else if (!wanted.isEmpty()) bad(inner, field.getKey() + ": " + field.getValue(), wanted);
        });
        return errors.size() == before;
    }

    private static boolean isNumbered(FactType type, String name) {
        return name.equals("rung") ? type.perRung() : type.perTarget();
    }

    /** What a field of that kind must hold, or "" where it does. */
    private static String wanted(@Nullable FieldKind kind, JsonNode value) {
        if (kind == null || value.isNull()) return "";
        return switch (kind) {
            case TEXT -> value.isTextual() ? "" : "text (in quotes where it looks like a number)";
            case WHOLE -> value.canConvertToLong() && value.isIntegralNumber() ? "" : "a whole number";
            case REAL -> value.isNumber() && Double.isFinite(value.asDouble()) ? "" : "a number";
            case TRUTH -> value.isBoolean() ? "" : "true or false";
            case TEXTS -> value.isArray() && value.valueStream().allMatch(JsonNode::isTextual) ? "" : "a list of texts";
        };
    }

    private @Nullable RuleFact made(Spot spot, FactType type, JsonNode fields) {
        try {
            return (RuleFact) FACTS.treeToValue(fields, type.type());
        } catch (JsonProcessingException e) {
            bad(spot, type.name() + " " + fields, "numbers that are not as large");
            return null;
        }
    }

    private void bad(Spot spot, String found, String allowed) {
        errors.add(RuleError.at(file, tree.place(spot.place()), spot.rule(), found, allowed));
    }

    private void badWord(Spot spot, String found, String word, Set<String> candidates) {
        Place at = tree.place(spot.place());
        String meant = Nearest.to(word, candidates).orElse("");
        errors.add(new RuleError(file, at.line(), at.column(), spot.rule(), found, Nearest.allowed(candidates), meant));
    }
}

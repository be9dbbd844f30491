package dev.waggle.rules.book;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the list of retired ids, a mapping from id to {@code {since, why}} in one file of the book. */
final class RetiredIds {
    /** The file, at the book's root; a book that never retired a rule may do without. */
    static final String FILE = "retired.yaml";

    private static final Set<String> FIELDS = new TreeSet<>(Set.of("since", "why"));
    private static final String ALLOWED = "ids, each with since and why: MEM-050: {since: \"1.1\", why: \"…\"}";

    private RetiredIds() {}

    /** The ids, by id; what is wrong is added to the errors. */
    static Map<String, RetiredId> read(@Nullable String text, List<RuleError> errors) {
        if (text == null) return Map.of();
        CaseFile tree = CaseFile.readOrEmpty(FILE, text, ALLOWED, errors);
        Map<String, RetiredId> retired = new LinkedHashMap<>();
        tree.root().properties().forEach(entry -> {
            String id = entry.getKey();
            JsonPointer path = JsonPointer.empty().appendProperty(id);
            RetiredId read = new RetiredId(id, text(entry.getValue(), "since"), text(entry.getValue(), "why"));
            String wrong = wrong(read, entry.getValue());
            if (wrong.isEmpty()) retired.put(id, read);
            else errors.add(RuleError.at(FILE, tree.place(path), id, wrong, ALLOWED));
        });
        return retired;
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.asText() : "";
    }

    private static String wrong(RetiredId id, JsonNode node) {
        if (!id.id().matches("[A-Z]{3}-\\d{3}")) return "'" + id.id() + "', which is no id";
        if (!node.isObject()) return "no since and why";
        for (Map.Entry<String, JsonNode> field : node.properties())
            if (!FIELDS.contains(field.getKey())) return "the field '" + field.getKey() + "'";
        if (!id.since().matches("\\d{1,4}\\.\\d{1,4}")) return "no version in quotes under since";
        return id.why().isBlank() ? "no reason under why" : "";
    }
}

package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** JSON values, equal as JSON Schema has it: 1 is 1.0. */
final class Values {
    private Values() {}

    static List<JsonNode> common(List<JsonNode> one, List<JsonNode> other) {
        return one.stream().filter(value -> contains(other, value)).toList();
    }

    static boolean contains(List<JsonNode> values, JsonNode value) {
        return values.stream().anyMatch(each -> each.equals(Values::compare, value));
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}

package dev.waggle.rules.explain;

import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.RuleFact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tells facts of one type apart, and what it means that there is none. */
final class FactNames {
    private static final Map<String, List<String>> FIELDS = Map.of(
            "Fit", List.of("placement", "device"),
            "Device", List.of("device"),
            "TensorType", List.of("name"),
            "Parameter", List.of("name"),
            "NeededFeature", List.of("feature"),
            "NeededFile", List.of("file"));
    private static final Map<String, String> ABSENT = Map.of(
            "ContextLimit", "the worker has no limit of its own",
            "Device", "the worker would use no device of this machine but the processor",
            "Fit", "there is no placement to judge",
            "NeededCapability", "the worker asks for no compute capability",
            "NeededDriver", "the worker asks for no driver version",
            "NeededFeature", "the worker asks for no instruction set",
            "NeededFile", "the worker asks for no tokenizer file",
            "Parameter", "the question insists on no parameter",
            "Settings", "the model has no context");

    private FactNames() {}

    /** The fields that tell the facts of a match apart, with their values; empty where there is one of each only. */
    static Map<String, @Nullable Object> of(List<RuleFact> facts) {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        for (RuleFact fact : facts)
            for (String field : FIELDS.getOrDefault(fact.getClass().getSimpleName(), List.of()))
                names.putIfAbsent(field, FactTypes.value(fact, field));
        return names;
    }

    /** The same for a person: {@code all-on-device on gpu0}; empty where there is one of each only. */
    static String told(List<RuleFact> facts) {
        List<String> told = facts.stream()
                .distinct()
                .map(FactNames::told)
                .filter(name -> !name.isEmpty())
                .toList();
        return String.join(" and ", told);
    }

    private static String told(RuleFact fact) {
        List<String> names = FIELDS.getOrDefault(fact.getClass().getSimpleName(), List.of()).stream()
                .map(field -> FactTypes.value(fact, field))
                .map(value -> value == null ? "unknown" : value.toString())
                .toList();
        return String.join(" on ", names);
    }

    /** What it means that there is no fact of a type. */
    static String absent(String type) {
        String means = ABSENT.get(type);
        return "there is no " + type + " here" + (means == null ? "" : ": " + means);
    }
}

package dev.waggle.rules.catalog;

import dev.waggle.rules.fit.llama.DecoderStyle;
import dev.waggle.rules.fit.llama.DecoderStyle.Layout;
import dev.waggle.rules.fit.llama.DecoderStyle.Rotation;
import dev.waggle.rules.fit.llama.DecoderStyle.Trait;
import dev.waggle.rules.fit.llama.ExpertStyle;
import dev.waggle.rules.fit.llama.ExpertStyle.Gating;
import dev.waggle.rules.fit.llama.ExpertStyle.Shared;
import dev.waggle.rules.fit.llama.GraphKind;
import dev.waggle.rules.fit.llama.GraphRecord;
import dev.waggle.rules.fit.llama.GraphRecord.ByKeys;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the graph of an architecture: its kind, and the style of kinds that have one. */
final class GraphReader {
    private static final Map<String, GraphKind> KINDS = Vocabulary.byWord(GraphKind.values());
    private static final Map<String, Layout> LAYOUTS = Vocabulary.byWord(Layout.values());
    private static final Map<String, Rotation> ROTATIONS = Vocabulary.byWord(Rotation.values());
    private static final Map<String, Trait> TRAITS = Vocabulary.byWord(Trait.values());
    private static final Map<String, Gating> GATINGS = Vocabulary.byWord(Gating.values());
    private static final Map<String, Shared> SHARED = Vocabulary.byWord(Shared.values());
    private static final Map<String, ByKeys> LAYOUT_BY_KEYS = Map.of("by-keys", ByKeys.LAYOUT);
    private static final Map<String, ByKeys> EXPERTS_BY_KEYS = Map.of("by-keys", ByKeys.EXPERTS);
    private static final Map<String, ByKeys> ROTATION_BY_KEYS =
            Map.of("if-finetuned", ByKeys.ROTATED_IF_FINETUNED, "if-32-layers", ByKeys.ROTATED_IF_32_LAYERS);

    private final Row row;
    private final Set<ByKeys> byKeys = EnumSet.noneOf(ByKeys.class);

    private GraphReader(Row row) {
        this.row = row;
    }

    static GraphRecord read(Row row) {
        return new GraphReader(row).read();
    }

    /** The words that a field takes. */
    static Set<String> words(String field) {
        return switch (field) {
            case "graph" -> KINDS.keySet();
            case "layout" -> both(LAYOUTS, LAYOUT_BY_KEYS);
            case "rotates" -> both(ROTATIONS, ROTATION_BY_KEYS);
            case "traits" -> TRAITS.keySet();
            case "gating" -> GATINGS.keySet();
            case "shared" -> SHARED.keySet();
            default -> throw new IllegalArgumentException(field);
        };
    }

    private static Set<String> both(Map<String, ?> words, Map<String, ByKeys> keys) {
        Set<String> all = new TreeSet<>(words.keySet());
        all.addAll(keys.keySet());
        return all;
    }

    private GraphRecord read() {
        GraphKind kind = word("graph", KINDS, GraphKind.DECODER);
        if (!kind.hasStyle()) refuse(kind, "layout", "experts", "traits");
        if (!kind.rotatesByStyle()) refuse(kind, "rotates");
        DecoderStyle style = new DecoderStyle(
                wordOrByKeys("layout", LAYOUTS, LAYOUT_BY_KEYS, Layout.SEQUENTIAL),
                wordOrByKeys("rotates", ROTATIONS, ROTATION_BY_KEYS, Rotation.ALL),
                experts(),
                row.someOfOrEmpty("traits", TRAITS.keySet()).stream()
                        .map(trait -> Vocabulary.of(trait, TRAITS))
                        .collect(Collectors.toUnmodifiableSet()));
        return new GraphRecord(kind, style, byKeys);
    }

    private void refuse(GraphKind kind, String... fields) {
        String word = Vocabulary.word(kind);
        for (String field : fields)
            if (row.has(field))
                throw row.bad(
                        field,
                        "'" + field + "' of graph '" + word + "', which has no use for it",
                        "'" + field + "' of graphs "
                                + KINDS.entrySet().stream()
                                        .filter(each -> field.equals("rotates")
                                                ? each.getValue().rotatesByStyle()
                                                : each.getValue().hasStyle())
                                        .map(Map.Entry::getKey)
                                        .collect(Collectors.joining(", ")),
                        "");
    }

    private ExpertStyle experts() {
        if (!row.has("experts")) return ExpertStyle.SOFTMAX;
        if (row.value("experts") instanceof Node.Text) {
            byKeys.add(Vocabulary.of(row.oneOf("experts", EXPERTS_BY_KEYS.keySet()), EXPERTS_BY_KEYS));
            return ExpertStyle.SOFTMAX;
        }
        Row experts = row.row("experts", List.of("gating", "normalizes", "weighsInput", "shared"));
        return new ExpertStyle(
                word(experts, "gating", GATINGS, Gating.SOFTMAX),
                !experts.has("normalizes") || experts.truth("normalizes"),
                experts.truthOrFalse("weighsInput"),
                word(experts, "shared", SHARED, Shared.PLAIN));
    }

    /** A word for a value, or one that says what the value depends on. */
    private <E> E wordOrByKeys(String field, Map<String, E> words, Map<String, ByKeys> keys, E otherwise) {
        if (!row.has(field)) return otherwise;
        Map<String, Object> all = new LinkedHashMap<>(words);
        all.putAll(keys);
        String word = row.oneOf(field, all.keySet());
        if (!keys.containsKey(word)) return Vocabulary.of(word, words);
        byKeys.add(Vocabulary.of(word, keys));
        return otherwise;
    }

    private <E> E word(String field, Map<String, E> words, E otherwise) {
        return word(row, field, words, otherwise);
    }

    private static <E> E word(Row row, String field, Map<String, E> words, E otherwise) {
        return row.has(field) ? Vocabulary.of(row.oneOf(field, words.keySet()), words) : otherwise;
    }
}

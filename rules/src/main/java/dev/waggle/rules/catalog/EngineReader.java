package dev.waggle.rules.catalog;

import dev.waggle.rules.catalog.EngineEntry.Evidence;
import dev.waggle.rules.catalog.EngineEntry.FormatSupport;
import dev.waggle.rules.catalog.EngineEntry.PositionLimit;
import dev.waggle.rules.fit.FitRules;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a row of {@code engines/}. */
final class EngineReader {
    private static final List<String> FIELDS = List.of(
            "id",
            "name",
            "version",
            "fitRules",
            "formats",
            "tensorTypes",
            "embeddingArchitectures",
            "parameters",
            "positionLimits",
            "evidence",
            "recalled",
            "source");

    private final Row row;
    private final String id;
    private final Map<String, FitRules> rules;

    private EngineReader(Node node, String id, Map<String, FitRules> rules) {
        this.row = Row.of(node, id, FIELDS);
        this.id = id;
        this.rules = rules;
    }

    static EngineEntry read(Node node, String id, Map<String, FitRules> rules) {
        return new EngineReader(node, id, rules).read();
    }

    private EngineEntry read() {
        row.text("source");
        row.truthOrFalse("recalled");
        Map<String, FormatSupport> formats = formats();
        Set<String> architectures = new TreeSet<>();
        formats.values().forEach(format -> architectures.addAll(format.architectures()));
        String fitRules = row.oneOf("fitRules", Vocabulary.FIT_RULES);
        return new EngineEntry(
                id,
                row.text("name"),
                row.text("version"),
                fitRules,
                Optional.ofNullable(rules.get(fitRules)),
                formats,
                Set.copyOf(row.someOf("tensorTypes", Vocabulary.TENSOR_TYPES)),
                Set.copyOf(row.someOf("embeddingArchitectures", architectures)),
                Set.copyOf(row.someOf("parameters", Vocabulary.PARAMETERS)),
                row.has("positionLimits") ? positionLimits(formats) : List.of(),
                evidence(formats));
    }

    private Map<String, FormatSupport> formats() {
        Row formats = row.row("formats", Vocabulary.FORMATS);
        Map<String, FormatSupport> supports = new TreeMap<>();
        for (String format : formats.names()) {
            boolean hasDtypes = format.equals("safetensors");
            List<String> fields = hasDtypes
                    ? List.of("architectures", "loadsAs", "tokenizer", "dtypes")
                    : List.of("architectures", "loadsAs", "tokenizer");
            Row support = formats.row(format, fields);
            supports.put(
                    format,
                    new FormatSupport(
                            Set.copyOf(support.texts("architectures")),
                            support.oneOf("loadsAs", Vocabulary.LOADS_AS),
                            tokenizerFiles(support),
                            hasDtypes ? Set.copyOf(support.someOf("dtypes", Vocabulary.DTYPES)) : Set.of()));
        }
        return supports;
    }

    private static List<String> tokenizerFiles(Row support) {
        if (support.value("tokenizer") instanceof Node.Text) {
            support.oneOf("tokenizer", List.of("embedded"));
            return List.of();
        }
        return support.texts("tokenizer");
    }

    private List<PositionLimit> positionLimits(Map<String, FormatSupport> formats) {
        return row.rows("positionLimits", List.of("format", "architecture", "tokens")).stream()
                .map(limit -> new PositionLimit(
                        limit.oneOf("format", formats.keySet()),
                        limit.oneOf("architecture", architectures(formats, limit)),
                        limit.whole("tokens", 1, Row.MOST)))
                .toList();
    }

    private List<Evidence> evidence(Map<String, FormatSupport> formats) {
        return row.rows("evidence", List.of("format", "architecture", "backend", "source")).stream()
                .map(seen -> new Evidence(
                        seen.oneOf("format", formats.keySet()),
                        seen.oneOf("architecture", architectures(formats, seen)),
                        seen.oneOf("backend", Vocabulary.BACKENDS),
                        seen.text("source")))
                .toList();
    }

    private static Collection<String> architectures(Map<String, FormatSupport> formats, Row of) {
        FormatSupport support = formats.get(of.oneOf("format", formats.keySet()));
        return support == null ? List.of() : new TreeSet<>(support.architectures());
    }
}

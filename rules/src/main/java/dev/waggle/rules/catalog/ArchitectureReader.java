package dev.waggle.rules.catalog;

import dev.waggle.rules.fit.ArchitectureFacts;
import dev.waggle.rules.fit.ArchitectureFacts.Cache;
import dev.waggle.rules.fit.ArchitectureFacts.Window;
import dev.waggle.rules.fit.ArchitectureTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code graphs/}: what an engine's code says of architectures. */
final class ArchitectureReader {
    /** The one file there is: both generations of llama.cpp are computed with its rows. */
    static final String RULES = "llamacpp-0.5";

    private static final List<String> FIELDS = List.of(
            "name",
            "graph",
            "layout",
            "rotates",
            "experts",
            "traits",
            "window",
            "cache",
            "cachedLayers",
            "sharesCaches",
            "output",
            "copiesEmbedding",
            "flashAttention");
    private static final long MOST_LAYERS = 1 << 16;
    private static final long MOST_TOKENS = 1L << 31;

    private final Map<String, Row> rows = new LinkedHashMap<>();

    ArchitectureReader(Node node, String id) {
        Row file = Row.of(node, id, List.of("id", "architectures", "recalled", "source"));
        file.text("source");
        file.truthOrFalse("recalled");
        for (Node item : file.items("architectures")) {
            Row row = Row.of(item, nameOf(item), FIELDS);
            String name = row.text("name");
            if (rows.put(name, row) != null)
                throw row.bad("name", "'" + name + "' again", "each architecture once", "");
        }
    }

    private static @Nullable String nameOf(Node node) {
        return node instanceof Node.Fields fields && fields.fields().get("name") instanceof Node.Text name
                ? name.value()
                : null;
    }

    /** The rows. */
    ArchitectureTable read() {
        Map<String, ArchitectureFacts> facts = new LinkedHashMap<>();
        rows.forEach((name, row) -> facts.put(name, facts(row)));
        return new ArchitectureTable(facts);
    }

    /** Refuses rows of architectures that no engine of these rules reads; without such an engine all are taken. */
    void checkNames(Collection<EngineEntry> engines) {
        Set<String> known = new TreeSet<>();
        for (EngineEntry engine : engines) {
            EngineEntry.FormatSupport gguf = engine.formats().get("gguf");
            if (gguf != null && engine.fitRules().equals(RULES)) known.addAll(gguf.architectures());
        }
        if (!known.isEmpty()) for (Row row : rows.values()) row.oneOf("name", known);
    }

    private static ArchitectureFacts facts(Row row) {
        Cache cache = row.has("cache") ? cache(row) : Cache.KEPT;
        Long cachedLayers = row.wholeOrNull("cachedLayers", 1, MOST_LAYERS);
        boolean shares = row.truthOrFalse("sharesCaches");
        if (cache != Cache.KEPT)
            for (String field : List.of("cachedLayers", "sharesCaches"))
                if (row.has(field)) throw row.bad(field, "'" + field + "' without a cache", "no '" + field + "'", "");
        if (shares && cachedLayers != null)
            throw row.bad("sharesCaches", "'sharesCaches' beside 'cachedLayers'", "one of them", "");
        if (row.has("output")) row.oneOf("output", List.of("none"));
        return new ArchitectureFacts(
                GraphReader.read(row),
                cache,
                cachedLayers == null ? null : Integer.valueOf(cachedLayers.intValue()),
                shares,
                !row.has("output"),
                row.truthOrFalse("copiesEmbedding"),
                !row.has("flashAttention") || row.truth("flashAttention"),
                row.has("window") ? window(row) : Window.AS_IN_FILE);
    }

    private static Cache cache(Row row) {
        return row.oneOf("cache", List.of("none", "unknown")).equals("none") ? Cache.NONE : Cache.UNKNOWN;
    }

    private static Window window(Row row) {
        if (row.value("window") instanceof Node.Text) {
            row.oneOf("window", List.of("none"));
            return new Window(0L, null, false);
        }
        Row window = row.row("window", List.of("period", "whole", "tokens"));
        Long period = window.wholeOrNull("period", 0, MOST_LAYERS);
        boolean first = window.has("whole")
                && window.oneOf("whole", List.of("first", "last")).equals("first");
        return new Window(
                window.wholeOrNull("tokens", 1, MOST_TOKENS),
                period == null ? null : Integer.valueOf(period.intValue()),
                first);
    }
}

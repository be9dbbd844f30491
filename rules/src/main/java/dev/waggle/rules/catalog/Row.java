package dev.waggle.rules.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Named values whose names and types are checked as they are read. A null is the same as an absent field. */
final class Row {
    /** More than any size in bytes, and the last number that JavaScript counts to. */
    static final long MOST = (1L << 53) - 1;

    private final Node.Fields node;
    private final @Nullable String id;

    private Row(Node.Fields node, @Nullable String id) {
        this.node = node;
        this.id = id;
    }

    /** Takes a map with no other fields than these. The id is only for errors. */
    static Row of(Node node, @Nullable String id, Collection<String> names) {
        if (!(node instanceof Node.Fields fields)) throw wrong(node, id, "a map of fields", "");
        fields.fields().forEach((name, value) -> {
            if (!names.contains(name))
                throw new CatalogException(
                        value.place(),
                        id,
                        "an unknown field '" + name + "'",
                        String.join(", ", names),
                        Spelling.hint(name, names));
        });
        return new Row(fields, id);
    }

    boolean has(String name) {
        Node value = node.fields().get(name);
        return value != null && !(value instanceof Node.Nothing);
    }

    Node value(String name) {
        Node value = node.fields().get(name);
        if (value == null || value instanceof Node.Nothing) {
            Place place = value == null ? node.place() : value.place();
            throw new CatalogException(place, id, "no '" + name + "'", "a value", "");
        }
        return value;
    }

    String text(String name) {
        return text(value(name));
    }

    @Nullable
    String textOrNull(String name) {
        return has(name) ? text(name) : null;
    }

    /** Text of a closed vocabulary. */
    String oneOf(String name, Collection<String> vocabulary) {
        return oneOf(value(name), vocabulary);
    }

    boolean truth(String name) {
        if (value(name) instanceof Node.Truth truth) return truth.value();
        throw wrong(value(name), id, "true or false", "");
    }

    boolean truthOrFalse(String name) {
        return has(name) && truth(name);
    }

    long whole(String name, long least, long most) {
        return whole(value(name), least, most);
    }

    @Nullable
    Long wholeOrNull(String name, long least, long most) {
        return has(name) ? Long.valueOf(whole(name, least, most)) : null;
    }

    List<Node> items(String name) {
        if (value(name) instanceof Node.Items items) return items.items();
        throw wrong(value(name), id, "a list", value(name) instanceof Node.Text ? "brackets around it" : "");
    }

    /** Texts, each once. */
    List<String> texts(String name) {
        Set<String> texts = new LinkedHashSet<>();
        for (Node item : items(name)) if (!texts.add(text(item))) throw wrong(item, id, "each once", "");
        return List.copyOf(texts);
    }

    List<String> textsOrEmpty(String name) {
        return has(name) ? texts(name) : List.of();
    }

    /** Texts of a closed vocabulary, each once. */
    List<String> someOf(String name, Collection<String> vocabulary) {
        for (Node item : items(name)) oneOf(item, vocabulary);
        return texts(name);
    }

    List<String> someOfOrEmpty(String name, Collection<String> vocabulary) {
        return has(name) ? someOf(name, vocabulary) : List.of();
    }

    /** Maps with these fields each. */
    List<Row> rows(String name, Collection<String> names) {
        List<Row> rows = new ArrayList<>();
        for (Node item : items(name)) rows.add(of(item, id, names));
        return rows;
    }

    Row row(String name, Collection<String> names) {
        return of(value(name), id, names);
    }

    /** Bytes by each word of a vocabulary; none may be missing. */
    Map<String, Long> bytesBy(String name, Collection<String> vocabulary) {
        Row row = row(name, vocabulary);
        Map<String, Long> bytes = new TreeMap<>();
        for (String word : new TreeSet<>(vocabulary)) bytes.put(word, row.whole(word, 0, MOST));
        return bytes;
    }

    Set<String> names() {
        return node.fields().keySet();
    }

    /** An error at a field, or at the row itself where the field is absent. */
    CatalogException bad(String name, String found, String allowed, String hint) {
        Node value = node.fields().getOrDefault(name, node);
        return new CatalogException(value.place(), id, found, allowed, hint);
    }

    private String text(Node value) {
        if (value instanceof Node.Text text) {
            if (text.value().isBlank()) throw wrong(value, id, "text that says something", "");
            return text.value();
        }
        boolean isScalar = !(value instanceof Node.Fields || value instanceof Node.Items);
        throw wrong(value, id, "text", isScalar ? "quotes around it" : "");
    }

    private String oneOf(Node value, Collection<String> vocabulary) {
        String text = text(value);
        if (vocabulary.contains(text)) return text;
        throw wrong(value, id, String.join(", ", vocabulary), Spelling.hint(text, vocabulary));
    }

    private long whole(Node value, long least, long most) {
        if (value instanceof Node.Whole whole && whole.value() >= least && whole.value() <= most) return whole.value();
        throw wrong(value, id, "a whole number from " + least + " to " + most, "");
    }

    private static CatalogException wrong(Node value, @Nullable String id, String allowed, String hint) {
        return new CatalogException(value.place(), id, value.shown(), allowed, hint);
    }
}

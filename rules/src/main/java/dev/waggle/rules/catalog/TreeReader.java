package dev.waggle.rules.catalog;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads YAML and JSON into values that know their line. Duplicate fields, anchors and second documents are refused. */
final class TreeReader {
    private static final int DEEPEST = 32;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(LONGEST_TEXT)
            .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(LIMITS).build();
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .streamReadConstraints(LIMITS)
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();

    private final String file;
    private final @Nullable String id;
    private final JsonParser parser;

    private TreeReader(String file, @Nullable String id, JsonParser parser) {
        this.file = file;
        this.id = id;
        this.parser = parser;
    }

    /** Reads a text; one that starts with a brace is JSON, any other YAML. The id is only for errors. */
    static Node read(String file, @Nullable String id, String text) {
        JsonFactory format = text.stripLeading().startsWith("{") ? JSON : YAML;
        try (JsonParser parser = format.createParser(text)) {
            return new TreeReader(file, id, parser).root();
        } catch (IOException e) {
            throw unreadable(file, id, e);
        }
    }

    /** Takes over a tree that was read elsewhere; lines are not known then. */
    static Node of(String file, String pointer, JsonNode tree) {
        try (JsonParser parser = tree.traverse()) {
            parser.nextToken();
            return new TreeReader(file, null, parser).value(new Place(file, 0, pointer));
        } catch (IOException e) {
            throw unreadable(file, null, e);
        }
    }

    private static CatalogException unreadable(String file, @Nullable String id, IOException e) {
        String message = String.valueOf(e.getMessage());
        int line = 0;
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            message = marked.getProblem();
            line = marked.getProblemMark().getLine() + 1;
        } else if (e instanceof JacksonException jackson) {
            message = jackson.getOriginalMessage();
            line = jackson.getLocation() == null ? 0 : jackson.getLocation().getLineNr();
        }
        String hint = message.contains("(TAB)")
                ? "a tab: only spaces indent"
                : message.contains("<block end>") ? "a line that is not indented as the others are" : "";
        return new CatalogException(
                new Place(file, line, ""), id, "not readable: " + message.strip(), "YAML or JSON", hint);
    }

    private Node root() throws IOException {
        if (parser.nextToken() == null) throw bad(new Place(file, 1, ""), "an empty file", "a map of fields", "");
        Node root = value(here());
        if (parser.nextToken() != null) throw bad(here(), "a second document", "one in a file", "");
        return root;
    }

    private Node value(Place place) throws IOException {
        if (parser instanceof YAMLParser yaml && (yaml.isCurrentAlias() || yaml.getObjectId() != null))
            throw bad(place, "an anchor or alias", "every value in full", "");
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(place);
            case START_ARRAY -> items(place);
            case VALUE_STRING -> new Node.Text(place, parser.getText());
            case VALUE_NUMBER_INT -> number(place);
            case VALUE_NUMBER_FLOAT -> new Node.OtherNumber(place, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Node.Truth(place, parser.getBooleanValue());
            case VALUE_NULL -> new Node.Nothing(place);
            default -> throw bad(place, "a " + parser.currentToken(), "a value", "");
        };
    }

    private Node number(Place place) throws IOException {
        boolean isLong = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        return isLong ? new Node.Whole(place, parser.getLongValue()) : new Node.OtherNumber(place, parser.getText());
    }

    private Node fields(Place place) throws IOException {
        Map<String, Node> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Place field = place.child(name, line());
            if (fields.containsKey(name)) throw bad(field, "the field '" + name + "' again", "each field once", "");
            parser.nextToken();
            fields.put(name, value(field));
        }
        return new Node.Fields(place, fields);
    }

    private Node items(Place place) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY)
            items.add(value(place.child(String.valueOf(items.size()), line())));
        return new Node.Items(place, items);
    }

    private Place here() {
        return new Place(file, line(), "");
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private CatalogException bad(Place place, String found, String allowed, String hint) {
        return new CatalogException(place, id, found, allowed, hint);
    }
}

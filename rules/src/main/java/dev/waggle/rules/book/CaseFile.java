package dev.waggle.rules.book;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The tree of a file of cases or of retired ids, and the place of everything in it.
 *
 * @param root a mapping, or missing where the file could not be read
 * @param places by path in the tree
 */
record CaseFile(JsonNode root, Map<JsonPointer, Place> places) {
    private static final int DEEPEST = 8;
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build());

    /** Reads a file of cases; what is wrong is added to the errors. */
    static CaseFile read(String file, String text, List<RuleError> errors) {
        int before = errors.size();
        CaseFile read = readOrEmpty(file, text, "rule ids, each with hits, misses and unknown", errors);
        if (errors.size() == before && read.root().isEmpty())
            errors.add(new RuleError(file, 1, "", "no cases", "rule ids, each with hits and misses"));
        return read;
    }

    /** Reads a file that may hold nothing, or nothing but comments. */
    static CaseFile readOrEmpty(String file, String text, String allowed, List<RuleError> errors) {
        try {
            Map<JsonPointer, Place> places = places(file, text, errors);
            JsonNode root = places.isEmpty() ? MissingNode.getInstance() : YAML.readTree(text);
            if (root.isObject()) return new CaseFile(root, places);
            if (!root.isMissingNode()) errors.add(new RuleError(file, 1, "", "no mapping", allowed));
        } catch (IOException e) {
            errors.add(unreadable(file, e, allowed));
        }
        return new CaseFile(MissingNode.getInstance(), Map.of());
    }

    /** The place of what stands at a path, or of what that stands in. */
    Place place(JsonPointer path) {
        for (JsonPointer at = path; at != null; at = at.head()) {
            Place place = places.get(at);
            if (place != null) return place;
        }
        return new Place(1, 0);
    }

    private static Map<JsonPointer, Place> places(String file, String text, List<RuleError> errors) throws IOException {
        Map<JsonPointer, Place> places = new HashMap<>();
        int depth = 0;
        boolean ended = false;
        try (YAMLParser parser = (YAMLParser) YAML.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                JsonLocation location = parser.currentTokenLocation();
                Place at = new Place(location.getLineNr(), location.getColumnNr());
                String odd = ended
                        ? "a second document"
                        : parser.isCurrentAlias() || parser.getObjectId() != null ? "an anchor or alias" : "";
                if (!odd.isEmpty()) {
                    errors.add(RuleError.at(file, at, "", odd, "one document with every value in full"));
                    return Map.of();
                }
                places.putIfAbsent(path(parser), at);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                ended = depth == 0;
            }
        }
        return places;
    }

    private static JsonPointer path(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer();
    }

    private static RuleError unreadable(String file, IOException e, String allowed) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        Place at = new Place(1, 0);
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            message = marked.getProblem();
            at = new Place(
                    marked.getProblemMark().getLine() + 1,
                    marked.getProblemMark().getColumn() + 1);
        } else if (e instanceof JacksonException jackson) {
            message = jackson.getOriginalMessage();
            if (jackson.getLocation() != null)
                at = new Place(
                        Math.max(1, jackson.getLocation().getLineNr()),
                        Math.max(0, jackson.getLocation().getColumnNr()));
        }
        return RuleError.at(file, at, "", "not YAML: " + message, allowed);
    }
}

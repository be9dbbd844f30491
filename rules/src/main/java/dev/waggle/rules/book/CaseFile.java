package dev.waggle.rules.book;

import com.fasterxml.jackson.core.JacksonException;
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
 * The tree of a case file, and the line of everything in it.
 *
 * @param root a mapping, or missing where the file could not be read
 * @param lines from 1, by place in the tree
 */
record CaseFile(JsonNode root, Map<JsonPointer, Integer> lines) {
    private static final int DEEPEST = 8;
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build());

    /** Reads a file; what is wrong is added to the errors. */
    static CaseFile read(String file, String text, List<RuleError> errors) {
        try {
            Map<JsonPointer, Integer> lines = lines(file, text, errors);
            JsonNode root = lines.isEmpty() ? MissingNode.getInstance() : YAML.readTree(text);
            if (root.isObject() && !root.isEmpty()) return new CaseFile(root, lines);
            if (errors.stream().noneMatch(error -> error.file().equals(file)))
                errors.add(new RuleError(file, 1, "", "no cases", "rule ids, each with hits and misses"));
        } catch (IOException e) {
            errors.add(unreadable(file, e));
        }
        return new CaseFile(MissingNode.getInstance(), Map.of());
    }

    /** The line of a place, or of what it stands in. */
    int line(JsonPointer place) {
        for (JsonPointer at = place; at != null; at = at.head()) {
            Integer line = lines.get(at);
            if (line != null) return line;
        }
        return 1;
    }

    private static Map<JsonPointer, Integer> lines(String file, String text, List<RuleError> errors)
            throws IOException {
        Map<JsonPointer, Integer> lines = new HashMap<>();
        int depth = 0;
        boolean ended = false;
        try (YAMLParser parser = (YAMLParser) YAML.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                String odd = ended
                        ? "a second document"
                        : parser.isCurrentAlias() || parser.getObjectId() != null ? "an anchor or alias" : "";
                if (!odd.isEmpty()) {
                    errors.add(new RuleError(file, line, "", odd, "one document with every value in full"));
                    return Map.of();
                }
                lines.putIfAbsent(place(parser), line);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                ended = depth == 0;
            }
        }
        return lines;
    }

    private static JsonPointer place(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer();
    }

    private static RuleError unreadable(String file, IOException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        int line = 1;
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            message = marked.getProblem();
            line = marked.getProblemMark().getLine() + 1;
        } else if (e instanceof JacksonException jackson) {
            message = jackson.getOriginalMessage();
            if (jackson.getLocation() != null)
                line = Math.max(1, jackson.getLocation().getLineNr());
        }
        return new RuleError(file, line, "", "not YAML: " + message, "rule ids, each with hits, misses and unknown");
    }
}

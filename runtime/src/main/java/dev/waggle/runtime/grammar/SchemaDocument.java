package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** A schema's text, read. */
final class SchemaDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Located root;

    private SchemaDocument(JsonNode root) {
        this.root = new Located("", root);
    }

    static SchemaDocument read(String schema) throws UnsupportedSchemaException {
        int bytes = schema.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Limits.SCHEMA_BYTES) {
            throw new UnsupportedSchemaException(
                    "", "is " + bytes + " bytes long; at most " + Limits.SCHEMA_BYTES + " are allowed.");
        }
        try {
            JsonNode node = MAPPER.readTree(schema);
            if (node == null || node.isMissingNode()) {
                throw new UnsupportedSchemaException("", "is empty; {} allows any JSON value.");
            }
            refuseHalfCharacters(new Located("", node));
            return new SchemaDocument(node);
        } catch (StreamConstraintsException e) {
            throw new UnsupportedSchemaException(
                    "", "is nested deeper than " + Limits.DEPTH + ", or has a number or name that is too long.");
        } catch (JsonProcessingException e) {
            throw new UnsupportedSchemaException(
                    "",
                    "is no JSON, at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage());
        }
    }

    Located root() {
        return root;
    }

    /** Follows a {@code $ref}, which is at {@code from}. */
    Located resolve(Located from) throws UnsupportedSchemaException {
        Located where = from.at("$ref");
        if (!where.node().isTextual()) {
            throw where.refused("is no text; a reference such as \"#/$defs/name\" is allowed.");
        }
        String reference = where.node().textValue();
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            throw where.refused(
                    "\"" + reference + "\" is outside of this schema or no JSON pointer; only references such"
                            + " as \"#/$defs/name\" are allowed. Maybe copy the schema it means into $defs.");
        }
        String pointer = decoded(where, reference.substring(1));
        JsonNode target = root.node().at(JsonPointer.compile(pointer));
        if (target.isMissingNode()) {
            throw where.refused("\"" + reference + "\" is not in this schema.");
        }
        return new Located(pointer, target);
    }

    private static String decoded(Located where, String fragment) throws UnsupportedSchemaException {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw where.refused("\"#" + fragment + "\" has a % that is no percent-encoding.");
        }
    }

    /** A lone surrogate can't be written in UTF-8, so neither in a grammar. */
    private static void refuseHalfCharacters(Located part) throws UnsupportedSchemaException {
        if (part.node().isTextual()) {
            refuseHalfCharacters(part, part.node().textValue());
        }
        for (int i = 0; part.node().isArray() && i < part.node().size(); i++) {
            refuseHalfCharacters(part.at(Integer.toString(i), part.node().get(i)));
        }
        for (var field : part.node().properties()) {
            refuseHalfCharacters(part, field.getKey());
            refuseHalfCharacters(part.at(field.getKey(), field.getValue()));
        }
    }

    private static void refuseHalfCharacters(Located part, String text) throws UnsupportedSchemaException {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw part.refused("has half of a character, a lone \\uD800 to \\uDFFF.");
        }
    }
}

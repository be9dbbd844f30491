package dev.waggle.runtime.guarded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON a foreign program says: no key twice, nothing after the value, not nested without end; unknown fields are allowed. */
public final class ForeignJson {
    private static final int DEEPEST = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ForeignJson() {}

    /** An object to fill. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads one value.
     *
     * @throws ForeignAnswerException when it is no JSON
     */
    public static JsonNode read(byte[] json) throws ForeignAnswerException {
        JsonNode value;
        try {
            value = MAPPER.readTree(json);
        } catch (IOException e) {
            throw new ForeignAnswerException("answered with something that is no JSON");
        }
        if (value == null || value.isMissingNode()) {
            throw new ForeignAnswerException("answered with nothing where JSON is due");
        }
        return value;
    }

    static byte[] write(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request could not be written as JSON", e);
        }
    }

    /**
     * The text in a field.
     *
     * @throws ForeignAnswerException when there is none
     */
    public static String text(JsonNode of, String field) throws ForeignAnswerException {
        JsonNode value = of.path(field);
        if (!value.isTextual()) {
            throw new ForeignAnswerException("answered without the text " + field);
        }
        return value.textValue();
    }

    /**
     * The integer in a field, from 0 to 2,147,483,647.
     *
     * @throws ForeignAnswerException when there is none
     */
    public static int count(JsonNode of, String field) throws ForeignAnswerException {
        JsonNode value = of.path(field);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 0) {
            throw new ForeignAnswerException("answered without the number " + field);
        }
        return value.intValue();
    }
}

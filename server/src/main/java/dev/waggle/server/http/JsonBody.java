package dev.waggle.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.List;

/**
 * Reads a body of JSON into a record, strictly: what the record does not have is refused, and so is what it needs and the
 * body does not have. A component of a record is needed unless it is {@code @Nullable}.
 */
public final class JsonBody {
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxNumberLength(100)
            .maxNameLength(1000)
            .build();

    static final ObjectMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private JsonBody() {}

    /**
     * The body of the request that is being answered.
     *
     * @throws ProblemException 400, with a JSON pointer to each fault
     */
    public static <T extends Record> T read(Context ctx, Class<T> type) {
        return read(ctx.bodyAsBytes(), type);
    }

    static <T extends Record> T read(byte[] body, Class<T> type) {
        JsonNode tree = parse(text(body));
        List<Problem.Fault> faults = RecordShape.compare(tree, type);
        if (!faults.isEmpty()) {
            throw Problem.ofBody(faults).exception();
        }
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            throw fault(JsonFaults.pointer(e), JsonFaults.sentence(e));
        } catch (JsonProcessingException e) {
            throw fault("", "It can't be used.");
        }
    }

    private static String text(byte[] body) {
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fault("", "It is not UTF-8.");
        }
    }

    private static JsonNode parse(String text) {
        if (text.isBlank()) {
            throw fault("", "A JSON object is needed; there is nothing.");
        }
        try (JsonParser parser = MAPPER.createParser(text)) {
            try {
                return MAPPER.readTree(parser);
            } catch (JsonProcessingException e) {
                throw fault(parser.getParsingContext().pathAsPointer().toString(), JsonFaults.syntax(e));
            }
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can't be read", e);
        }
    }

    private static ProblemException fault(String pointer, String detail) {
        return Problem.ofBody(List.of(new Problem.Fault(pointer, detail))).exception();
    }
}

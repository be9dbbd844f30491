package dev.waggle.server.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Jackson's complaints in words for callers: no names of classes, no copies of the input. */
final class JsonFaults {
    private JsonFaults() {}

    static String syntax(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "It is nested too deep, or a name or number in it is too long.";
        }
        if (e instanceof MismatchedInputException) {
            return "More follows the end of the JSON.";
        }
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        String original = String.valueOf(e.getOriginalMessage());
        return original.startsWith("Duplicate")
                ? "A name stands there twice" + where + "."
                : "It is not JSON" + where + ".";
    }

    static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .map(JsonFaults::step)
                .collect(Collectors.joining());
    }

    /** One step of a JSON pointer. */
    static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String sentence(JsonMappingException e) {
        if (e instanceof ValueInstantiationException refused && refused.getCause() instanceof RuntimeException ours) {
            return ours.getMessage() == null ? "It is not allowed." : ours.getMessage();
        }
        if (e instanceof InvalidFormatException wrong
                && wrong.getTargetType() != null
                && wrong.getTargetType().isEnum()) {
            return ofEnum(wrong);
        }
        if (e instanceof MismatchedInputException wrong && wrong.getTargetType() != null) {
            return "It must be " + kind(wrong.getTargetType()) + ".";
        }
        return e.getCause() instanceof InputCoercionException ? "The number is too large." : "It can't be used.";
    }

    private static String ofEnum(InvalidFormatException e) {
        List<String> allowed = Arrays.stream(e.getTargetType().getEnumConstants())
                .map(constant -> JsonBody.MAPPER.convertValue(constant, String.class))
                .toList();
        List<String> near = DidYouMean.of(String.valueOf(e.getValue()), allowed);
        return "It must be one of " + String.join(", ", allowed) + "."
                + (near.isEmpty() ? "" : " Maybe \"" + near.get(0) + "\"?");
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number" + (type == int.class || type == Integer.class ? " below 2147483648" : "");
        }
        if (type == double.class || type == float.class || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a text";
        }
        return Iterable.class.isAssignableFrom(type) ? "a list" : "a value of another kind";
    }
}

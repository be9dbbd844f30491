package dev.waggle.server.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares a JSON tree with a record, and tells every fault rather than the first: unknown, missing, not text. */
final class RecordShape {
    private static final int MOST = 20;

    private final List<Problem.Fault> faults = new ArrayList<>();

    private RecordShape() {}

    static List<Problem.Fault> compare(JsonNode tree, Class<?> type) {
        RecordShape shape = new RecordShape();
        shape.checkText(tree, "");
        shape.checkType(tree, type, "");
        return shape.faults;
    }

    private void checkType(JsonNode node, Type type, String pointer) {
        if (type instanceof Class<?> plain && plain.isRecord()) {
            checkRecord(node, plain, pointer);
        } else if (node.isArray()
                && type instanceof ParameterizedType list
                && list.getRawType() instanceof Class<?> raw
                && Iterable.class.isAssignableFrom(raw)) {
            for (int i = 0; i < node.size(); i++) {
                checkType(node.get(i), list.getActualTypeArguments()[0], pointer + "/" + i);
            }
        }
    }

    private void checkRecord(JsonNode node, Class<?> type, String pointer) {
        if (!node.isObject()) {
            add(pointer, "It must be an object.");
            return;
        }
        Map<String, RecordComponent> components = components(type);
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!components.containsKey(name)) {
                List<String> near = DidYouMean.of(name, components.keySet());
                add(
                        pointer + JsonFaults.step(name),
                        "There is no such field." + (near.isEmpty() ? "" : " Maybe \"" + near.get(0) + "\"?"));
            }
        }
        components.forEach((name, component) -> checkComponent(node, name, component, pointer));
    }

    private void checkComponent(JsonNode node, String name, RecordComponent component, String pointer) {
        JsonNode value = node.get(name);
        if (value != null && !value.isNull()) {
            checkType(value, component.getGenericType(), pointer + JsonFaults.step(name));
        } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            add(pointer + JsonFaults.step(name), value == null ? "It is missing." : "It may not be null.");
        }
    }

    private static Map<String, RecordComponent> components(Class<?> type) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            components.put(named == null ? component.getName() : named.value(), component);
        }
        return components;
    }

    /** Half a surrogate pair is no character, and a number beyond a double is no number. */
    private void checkText(JsonNode node, String pointer) {
        if (node.isTextual() && isBroken(node.textValue())) {
            add(pointer, "It holds half a surrogate pair.");
        } else if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            add(pointer, "The number is too large.");
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                checkText(node.get(i), pointer + "/" + i);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (isBroken(field.getKey())) {
                    add(pointer, "A name in it holds half a surrogate pair.");
                } else {
                    checkText(field.getValue(), pointer + JsonFaults.step(field.getKey()));
                }
            }
        }
    }

    private static boolean isBroken(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private void add(String pointer, String detail) {
        if (faults.size() < MOST) {
            faults.add(new Problem.Fault(pointer, detail));
        }
    }
}

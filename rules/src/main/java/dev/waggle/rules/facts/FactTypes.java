package dev.waggle.rules.facts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The vocabulary of rules: every fact type and its fields. */
public final class FactTypes {
    private static final Map<String, FactType> BY_NAME = byName();
    private static final Map<String, List<FactField>> DESCRIBED = described();
    private static final ClassValue<Map<String, Method>> COMPONENTS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .collect(Collectors.toMap(RecordComponent::getName, RecordComponent::getAccessor));
        }
    };

    private FactTypes() {}

    /**
     * One type of fact.
     *
     * @param name as rules write it
     * @param type its record
     * @param fields name to kind, in the record's order; the numbers of worker and placement are not among them
     * @param perTarget whether there is one per worker
     * @param perRung whether there is one per placement
     */
    public record FactType(
            String name, Class<?> type, Map<String, FieldKind> fields, boolean perTarget, boolean perRung) {
        /** What it is to people, and where it comes from. */
        public Means means() {
            Means means = type.getAnnotation(Means.class);
            if (means == null) throw new IllegalStateException("nobody says what " + name + " means");
            return means;
        }

        /** What is known of each field, in order. */
        public List<FactField> described() {
            return Objects.requireNonNull(DESCRIBED.get(name));
        }

        /** What is known of a field of it. */
        public Optional<FactField> field(String wanted) {
            return described().stream()
                    .filter(field -> field.name().equals(wanted))
                    .findFirst();
        }
    }

    /** What a field holds. */
    public enum FieldKind {
        /** Text, compared whole. */
        TEXT,
        /** A whole number. */
        WHOLE,
        /** Any number. */
        REAL,
        /** True or false. */
        TRUTH,
        /** A set of texts. */
        TEXTS;

        static FieldKind of(Class<?> type) {
            if (type == String.class) return TEXT;
            if (type == Long.class || type == Integer.class) return WHOLE;
            if (type == Double.class) return REAL;
            if (type == Boolean.class) return TRUTH;
            if (Collection.class.isAssignableFrom(type)) return TEXTS;
            throw new IllegalStateException("no field kind for " + type);
        }
    }

    /** All types by name. */
    public static Map<String, FactType> all() {
        return BY_NAME;
    }

    /** The type of that name. */
    public static Optional<FactType> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Map<String, FactType> byName() {
        Map<String, FactType> types = new LinkedHashMap<>();
        Arrays.stream(RuleFact.class.getPermittedSubclasses())
                .map(FactTypes::describe)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(type -> types.put(type.name(), type));
        return Collections.unmodifiableMap(types);
    }

    private static Map<String, List<FactField>> described() {
        Map<String, List<FactField>> described = new HashMap<>();
        for (FactType type : BY_NAME.values())
            described.put(
                    type.name(),
                    Arrays.stream(type.type().getRecordComponents())
                            .filter(component -> type.fields().containsKey(component.getName()))
                            .map(component ->
                                    FactField.of(component, type.means().from()))
                            .toList());
        return Map.copyOf(described);
    }

    private static FactType describe(Class<?> type) {
        Map<String, FieldKind> fields = new LinkedHashMap<>();
        boolean perTarget = false;
        boolean perRung = false;
        for (RecordComponent component : type.getRecordComponents()) {
            switch (component.getName()) {
                case "target" -> perTarget = true;
                case "rung" -> perRung = true;
                default -> fields.put(component.getName(), FieldKind.of(component.getType()));
            }
        }
        return new FactType(type.getSimpleName(), type, Collections.unmodifiableMap(fields), perTarget, perRung);
    }

    /** A component of a fact; null is unknown. */
    public static @Nullable Object value(RuleFact fact, String field) {
        Method accessor = COMPONENTS.get(fact.getClass()).get(field);
        if (accessor == null)
            throw new IllegalArgumentException(
                    "no field " + field + " of " + fact.getClass().getSimpleName());
        return call(accessor, fact);
    }

    /** The same fact of another worker and placement, as far as it is about one. */
    public static RuleFact numbered(RuleFact fact, int target, int rung) {
        RecordComponent[] components = fact.getClass().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String name = components[i].getName();
            values[i] = name.equals("target") ? target : name.equals("rung") ? rung : value(fact, name);
        }
        try {
            return fact.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't make a " + fact.getClass().getSimpleName(), e);
        }
    }

    /** True where a component of the fact is null. */
    public static boolean hasUnknown(RuleFact fact) {
        for (Method component : COMPONENTS.get(fact.getClass()).values())
            if (call(component, fact) == null) return true;
        return false;
    }

    private static @Nullable Object call(Method accessor, RuleFact fact) {
        try {
            return accessor.invoke(fact);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("can't read " + accessor, e);
        }
    }
}

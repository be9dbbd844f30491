package dev.waggle.rules.explain;

import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.RuleFact;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes facts of any type from the values of their components. */
final class FactDraft {
    private static final Map<Class<?>, FactDraft> KNOWN = new ConcurrentHashMap<>();

    private final MethodHandle constructor;
    private final List<RecordComponent> components;

    private FactDraft(Class<?> type) {
        this.components = List.of(type.getRecordComponents());
        Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            constructor = MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(RuleFact.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FactDraft of(Class<?> type) {
        return KNOWN.computeIfAbsent(type, FactDraft::new);
    }

    /** A fact about a worker and a placement, as far as its type has them, with these values. */
    static RuleFact make(FactType type, int target, int rung, Function<String, @Nullable Object> value) {
        FactDraft draft = of(type.type());
        return draft.make(draft.components.stream()
                .map(RecordComponent::getName)
                .map(name -> name.equals("target") ? target : name.equals("rung") ? (Object) rung : value.apply(name))
                .toArray());
    }

    /** The same fact with another value of one field. */
    static RuleFact with(RuleFact fact, String field, @Nullable Object value) {
        FactDraft draft = of(fact.getClass());
        return draft.make(draft.components.stream()
                .map(RecordComponent::getName)
                .map(name -> name.equals(field) ? value : FactTypes.value(fact, name))
                .toArray());
    }

    private RuleFact make(@Nullable Object[] values) {
        try {
            return (RuleFact) constructor.invokeExact(values);
        } catch (Throwable e) {
            throw new IllegalStateException("no " + components + " of " + Arrays.toString(values), e);
        }
    }
}

package dev.waggle.rules.facts;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one field of the facts of one type, as fast as code that names it. */
@FunctionalInterface
public interface FieldReader {
    /** The field's value; null is unknown. The fact is of the reader's type. */
    @Nullable
    Object read(RuleFact fact);

    /**
     * The reader of a field.
     *
     * @throws IllegalArgumentException where the type has no such field
     */
    static FieldReader of(Class<?> type, String field) {
        RecordComponent component = Arrays.stream(type.getRecordComponents())
                .filter(each -> each.getName().equals(field))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no field " + field + " of " + type.getSimpleName()));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle accessor = lookup.unreflect(component.getAccessor());
            MethodType read = MethodType.methodType(Object.class, RuleFact.class);
            MethodType boxed = MethodType.methodType(component.getType(), type).wrap();
            return (FieldReader) LambdaMetafactory.metafactory(
                            lookup,
                            "read",
                            MethodType.methodType(FieldReader.class),
                            read,
                            accessor,
                            boxed.changeParameterType(0, type))
                    .getTarget()
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("can't read " + component, e);
        }
    }
}

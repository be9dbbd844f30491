package dev.waggle.rules.judge;

import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import dev.waggle.rules.facts.FieldReader;
import dev.waggle.rules.facts.Fit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the sizes of a fit compare with each other and with nothing. Two fits of one placement and device with equal orders
 * are the same to every rule that compares sizes only with sizes, as rules about memory do.
 */
final class FitOrder {
    private static final List<FieldReader> SIZES = readers(FieldKind.WHOLE);
    private static final List<FieldReader> NAMES = readers(FieldKind.TEXT);

    private FitOrder() {}

    private static List<FieldReader> readers(FieldKind kind) {
        return FactTypes.of("Fit").orElseThrow().fields().entrySet().stream()
                .filter(field -> field.getValue() == kind)
                .map(field -> FieldReader.of(Fit.class, field.getKey()))
                .toList();
    }

    /** Equal for fits with the same names and the same order. */
    static List<@Nullable Object> of(Fit fit) {
        List<@Nullable Object> key = new ArrayList<>();
        for (FieldReader name : NAMES) key.add(name.read(fit));
        StringBuilder signs = new StringBuilder();
        List<@Nullable Object> sizes = new ArrayList<>();
        for (FieldReader size : SIZES) sizes.add(size.read(fit));
        for (int i = 0; i < sizes.size(); i++) {
            signs.append(sign(sizes.get(i), 0L));
            for (int j = 0; j < i; j++) signs.append(sign(sizes.get(i), sizes.get(j)));
        }
        key.add(signs.toString());
        return key;
    }

    private static char sign(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) return '?';
        int order = Long.compare(((Number) a).longValue(), ((Number) b).longValue());
        return order < 0 ? '<' : order > 0 ? '>' : '=';
    }
}

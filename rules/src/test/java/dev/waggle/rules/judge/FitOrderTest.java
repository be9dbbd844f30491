package dev.waggle.rules.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import dev.waggle.rules.facts.Fit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FitOrderTest {
    /** Another kind of field would be left out of the order, and fits that differ in it would be taken for one. */
    @Test
    void fit_hasNamesAndSizesOnly() {
        assertThat(FactTypes.of("Fit").orElseThrow().fields().values()).containsOnly(FieldKind.TEXT, FieldKind.WHOLE);
    }

    @Test
    void fitsOrderedAlike_haveOneOrder() {
        assertThat(FitOrder.of(fit("gpu0", 5L, 10L))).isEqualTo(FitOrder.of(fit("gpu0", 7L, 8L)));
    }

    @Test
    void fitsThatSomeComparisonTellsApart_haveTwo() {
        assertThat(FitOrder.of(fit("gpu0", 5L, 10L)))
                .isNotEqualTo(FitOrder.of(fit("gpu0", 10L, 10L)))
                .isNotEqualTo(FitOrder.of(fit("gpu0", 11L, 10L)))
                .isNotEqualTo(FitOrder.of(fit("gpu1", 5L, 10L)))
                .isNotEqualTo(FitOrder.of(fit("gpu0", 0L, 10L)))
                .isNotEqualTo(FitOrder.of(fit("gpu0", null, 10L)));
    }

    private static Fit fit(String device, @Nullable Long resident, Long capacity) {
        return new Fit(0, 0, "host", device, resident, 1L, 1L, capacity, null, null, 1L);
    }
}

package dev.waggle.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fact and field says what it is, in what unit, and where it comes from. */
class MeaningsTest {
    /** Texts that can be anything: names, versions and addresses. */
    private static final Set<String> OPEN = Set.of(
            "Device.device",
            "Device.deviceName",
            "Device.driverVersion",
            "Fit.device",
            "Machine.machine",
            "NeededDriver.minimumDriverVersion",
            "Variant.model",
            "Variant.variant",
            "Variant.repository");

    static Stream<FactType> types() {
        return FactTypes.all().values().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void type_andEachField_saysWhatItIs(FactType type) {
        assertThat(type.means().value()).isNotBlank().doesNotEndWith(".");
        assertThat(type.means().from()).isNotBlank().doesNotEndWith(".");
        assertThat(type.described())
                .extracting(FactField::name)
                .containsExactlyElementsOf(type.fields().keySet());
        for (FactField field : type.described()) {
            assertThat(field.meaning()).as(field.name()).isNotBlank().doesNotEndWith(".");
            assertThat(field.source()).as(field.name()).isNotBlank();
            if (field.isNumber()) assertThat(field.unit()).as(field.name()).isNotBlank();
            else assertThat(field.unit()).as(field.name()).isEmpty();
        }
    }

    @Test
    void meanings_ofOneFact_areDifferent() {
        for (FactType type : FactTypes.all().values())
            assertThat(type.described()).extracting(FactField::meaning).doesNotHaveDuplicates();
    }

    @Test
    void texts_areClosedOverTheirWords_butForNames() {
        Set<String> open = new TreeSet<>();
        for (FactType type : FactTypes.all().values())
            for (FactField field : type.described()) {
                boolean isText = field.kind() == FieldKind.TEXT || field.kind() == FieldKind.TEXTS;
                if (isText && field.words() == Words.ANY) open.add(type.name() + "." + field.name());
                if (!isText) assertThat(field.words()).isEqualTo(Words.ANY);
            }
        assertThat(open).containsExactlyInAnyOrderElementsOf(OPEN);
    }

    @Test
    void numbers_areNeverNegative_butForWhatIsLeft() {
        List<String> negative = FactTypes.all().values().stream()
                .flatMap(type -> type.described().stream())
                .filter(field -> field.least() < 0)
                .map(FactField::name)
                .toList();
        assertThat(negative).containsExactly("leftBytes");
    }
}

package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FactTest {
    @Test
    void map_known_keepsTheSource() {
        assertThat(Fact.known(2, "a file").map(value -> value * 3)).isEqualTo(Fact.known(6, "a file"));
    }

    @Test
    void map_unknown_keepsTheReason() {
        assertThat(Fact.<Integer>unknown("no driver").map(value -> value * 3)).isEqualTo(Fact.unknown("no driver"));
    }

    @Test
    void flatMap_knownToUnknown_takesTheNewReason() {
        assertThat(Fact.known(2, "a file").flatMap(value -> Fact.<Long>unknown("too small")))
                .isEqualTo(Fact.unknown("too small"));
    }

    @Test
    void value_unknown_isNullOrEmptyAndNeverANumber() {
        Fact<Long> fact = Fact.unknown("no driver");

        assertThat(fact.orNull()).isNull();
        assertThat(fact.asOptional()).isEmpty();
        assertThat(fact.origin()).isEqualTo("no driver");
    }

    @Test
    void known_blankSource_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fact.known(1, " "))
                .withMessageContaining("source");
        assertThatIllegalArgumentException().isThrownBy(() -> Fact.unknown("")).withMessageContaining("why");
    }
}

package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NvidiaSmiTest {
    @Test
    void answer_twoCards_isRead() {
        Sighted sighted = NvidiaSmi.parse(Recorded.smi("two-rtx-3090.csv", 0));

        assertThat(sighted.notes()).isEmpty();
        assertThat(sighted.cards()).hasSize(2);
        CardSighting second = sighted.cards().get(1);
        assertThat(second.order()).isEqualTo(1);
        assertThat(second.pciAddress()).contains("0000:41:00.0");
        assertThat(second.uuid()).contains("GPU-29317fd5-8e9a-4c55-b1a5-7f3ed0a9cf21");
        assertThat(second.facts().name().orNull()).isEqualTo("NVIDIA GeForce RTX 3090");
        assertThat(second.facts().memoryBytes().orNull()).isEqualTo(24576L << 20);
        assertThat(second.facts().freeBytes().orNull()).isEqualTo(1207L << 20);
        assertThat(second.facts().driverVersion().orNull()).isEqualTo("550.54.14");
        assertThat(second.facts().computeCapability().orNull()).isEqualTo(new ComputeCapability(8, 6));
    }

    @Test
    void answer_noDevices_isANoteAndNoCard() {
        Sighted sighted = NvidiaSmi.parse(Recorded.smi("no-devices.txt", 6));

        assertThat(sighted.cards()).isEmpty();
        assertThat(sighted.notes()).containsExactly("nvidia-smi: No devices were found");
    }

    @Test
    void answer_noDriver_isANoteAndNoCard() {
        Sighted sighted = NvidiaSmi.parse(Recorded.smi("no-driver.txt", 9));

        assertThat(sighted.cards()).isEmpty();
        assertThat(sighted.notes()).singleElement().asString().contains("couldn't communicate");
    }

    @Test
    void answer_fieldsWithoutValue_areUnknownWithItsWords() {
        Sighted sighted = NvidiaSmi.parse(Recorded.smi("not-available.csv", 0));

        CardFacts integrated = sighted.cards().get(0).facts();
        assertThat(integrated.memoryBytes()).isEqualTo(Fact.unknown("nvidia-smi says [N/A] for memory.total"));
        assertThat(integrated.name().isKnown()).isTrue();
        assertThat(sighted.cards().get(0).pciAddress()).contains("000f:01:00.0");
        CardFacts old = sighted.cards().get(1).facts();
        assertThat(old.memoryBytes().orNull()).isEqualTo(2001L << 20);
        assertThat(old.freeBytes().origin()).contains("[Not Supported]");
        assertThat(sighted.cards().get(1).uuid()).isEmpty();
    }

    @Test
    void answer_oneCardLost_doesNotHideTheOther() {
        Sighted sighted = NvidiaSmi.parse(Recorded.smi("one-lost.txt", 15));

        assertThat(sighted.cards()).hasSize(1);
        assertThat(sighted.notes()).singleElement().asString().contains("0000:02:00.0");
    }

    @Test
    void answer_oldDriver_lacksComputeCapabilityOnly() {
        String line = "0, Tesla K80, 11441, 11380, 418.226.00, GPU-x, 00000000:05:00.0";
        Sighted sighted = NvidiaSmi.parse(new SmiReading(NvidiaSmi.OLD_FIELDS, 0, line));

        assertThat(sighted.cards().get(0).facts().computeCapability().isKnown()).isFalse();
        assertThat(sighted.cards().get(0).facts().memoryBytes().orNull()).isEqualTo(11441L << 20);
    }

    @Property
    void answer_anyText_neverThrows(@ForAll String text, @ForAll int exitCode) {
        Sighted sighted = NvidiaSmi.parse(new SmiReading(NvidiaSmi.FIELDS, exitCode, text));

        assertThat(sighted.notes()).doesNotContainNull();
    }

    @Property
    void answer_anyFields_neverThrows(@ForAll String name, @ForAll String memory, @ForAll String address) {
        String line = "0, " + name + ", " + memory + ", " + memory + ", 550, 8.6, GPU-x, " + address;

        assertThat(NvidiaSmi.parse(new SmiReading(NvidiaSmi.FIELDS, 0, line)).cards())
                .allSatisfy(card -> card.facts()
                        .memoryBytes()
                        .asOptional()
                        .ifPresent(bytes -> assertThat(bytes).isNotNegative()));
    }
}

package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Property
    void computeCapability_printed_isReadBack(
            @ForAll @IntRange(min = 1, max = 99) int major, @ForAll @IntRange(min = 0, max = 9) int minor) {
        ComputeCapability capability = new ComputeCapability(major, minor);

        assertThat(ComputeCapability.parse(capability.toString())).contains(capability);
    }

    @Test
    void computeCapability_twoDigitMajor_isMoreThanOneDigit() {
        assertThat(new ComputeCapability(12, 0)).isGreaterThan(new ComputeCapability(8, 9));
        assertThat(new ComputeCapability(8, 9)).isGreaterThan(new ComputeCapability(8, 6));
    }

    @Test
    void computeCapability_otherText_isNotRead() {
        for (String text : new String[] {"", "8", "8.", "8.90", "-1.0", "0.0", "8,9", " 8.9", "gfx1100"}) {
            assertThat(ComputeCapability.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void ids_everyValue_areReadBackAndNothingElseIs() {
        for (OperatingSystem value : OperatingSystem.values()) {
            assertThat(OperatingSystem.parse(value.id())).contains(value);
        }
        for (CpuArchitecture value : CpuArchitecture.values()) {
            assertThat(CpuArchitecture.parse(value.id())).contains(value);
        }
        for (Backend value : Backend.values()) {
            assertThat(Backend.parse(value.id())).contains(value);
        }
        for (Vendor value : Vendor.values()) {
            assertThat(Vendor.parse(value.id())).contains(value);
        }
        assertThat(CpuArchitecture.parse("amd64")).isEmpty();
        assertThat(Backend.parse("CUDA")).isEmpty();
        assertThat(CpuArchitecture.X86_64.id()).isEqualTo("x86_64");
    }

    @Test
    void memoryLimit_negative_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryLimit.of(-1))
                .withMessageContaining("-1");
    }

    @Test
    void memoryLimit_within_isTheSmallerOfLimitAndRam() {
        assertThat(MemoryLimit.of(4).within(16)).isEqualTo(4);
        assertThat(MemoryLimit.of(32).within(16)).isEqualTo(16);
        assertThat(MemoryLimit.none().within(16)).isEqualTo(16);
    }
}

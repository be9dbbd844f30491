package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.protocol.MemoryUse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When two counts of the same memory disagree. */
class SecondOpinionTest {
    private static final long MIB = 1 << 20;

    private static MemoryUse use(String device, long bytes) {
        return new MemoryUse(device, bytes, 0, 0, 0);
    }

    private static SecondOpinion opinion(long estimated, long measured) {
        return new SecondOpinion(List.of(use("host", estimated)), List.of(use("host", measured)));
    }

    @Test
    void difference_upToTwoPercent_isAgreement() {
        assertThat(opinion(1000 * MIB, 1020 * MIB).disagrees()).isFalse();
        assertThat(opinion(1000 * MIB, 980 * MIB).disagrees()).isFalse();
        assertThat(opinion(1000 * MIB, 1020 * MIB + 1).disagrees()).isTrue();
        assertThat(opinion(1000 * MIB, 980 * MIB - 1).disagrees()).isTrue();
    }

    @Test
    void difference_ofASmallMemory_needsAMebibyte() {
        assertThat(opinion(MIB, 2 * MIB).disagrees()).isFalse();
        assertThat(opinion(MIB, 2 * MIB + 1).disagrees()).isTrue();
    }

    @Test
    void difference_withinTheEnginesRounding_isAgreement() {
        MemoryUse rounded = new MemoryUse("host", 2 * MIB + 15, 0, 0, 5);
        assertThat(new SecondOpinion(List.of(use("host", MIB)), List.of(rounded)).disagrees())
                .isFalse();
    }

    @Test
    void estimate_thatIsUnknown_isNotCompared() {
        SecondOpinion opinion = new SecondOpinion(List.of(), List.of(use("host", 9 * MIB)));
        assertThat(opinion.disagrees()).isFalse();
        assertThat(opinion.worstRatio()).isEmpty();
        assertThat(opinion.memories())
                .singleElement()
                .satisfies(memory -> assertThat(memory.measuredBytes()).isEqualTo(9 * MIB));
    }

    @Test
    void memory_thatOnlyOneNames_isZeroForTheOther() {
        SecondOpinion opinion = new SecondOpinion(
                List.of(use("CUDA0", 100 * MIB), use("host", 10 * MIB)),
                List.of(use("host", 10 * MIB), use("CUDA1", 100 * MIB)));
        assertThat(opinion.disagrees()).isTrue();
        assertThat(opinion.memories())
                .extracting(SecondOpinion.Compared::device)
                .containsExactly("CUDA0", "host", "CUDA1");
        assertThat(opinion.memories().get(2).ratio()).isEmpty();
    }

    @Test
    void worstRatio_isTheOneFarthestFromOne() {
        SecondOpinion opinion =
                new SecondOpinion(List.of(use("a", 100), use("b", 100)), List.of(use("a", 130), use("b", 50)));
        assertThat(opinion.worstRatio()).hasValue(0.5);
    }
}

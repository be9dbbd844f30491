package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CpuFeaturesTest {
    @Test
    void flags_epycWithAvx512_areRead() {
        assertThat(features("epyc-genoa-vm.txt"))
                .contains("sse3", "sse4_2", "avx", "avx2", "fma", "f16c", "bmi2")
                .contains("avx512f", "avx512_vnni", "avx512_bf16", "avx512vbmi")
                .doesNotContain("avx_vnni", "amx_int8", "neon");
    }

    @Test
    void flags_arm_areReadInTheOneVocabulary() {
        assertThat(features("neoverse-v1.txt"))
                .containsExactlyInAnyOrder("neon", "fp16", "dotprod", "i8mm", "bf16", "sve");
    }

    @Test
    void flags_coresThatDiffer_areWhatAllHave() {
        assertThat(features("unequal-cores.txt")).containsExactlyInAnyOrder("neon", "fp16", "dotprod");
    }

    @Test
    void flags_appleSilicon_leaveOutWhatIsZero() {
        assertThat(features("apple-m2.txt")).containsExactlyInAnyOrder("neon", "fp16", "dotprod", "i8mm", "bf16");
    }

    @Test
    void flags_intelMac_areTheUnionOfItsLines() {
        assertThat(features("intel-mac.txt"))
                .contains("sse4_2", "avx", "avx2", "fma", "f16c", "bmi2")
                .doesNotContain("avx512f");
    }

    @Test
    void flags_windowsWithAvx2_includeWhatWindowsHasNoConstantFor() {
        assertThat(features("windows-avx2.txt"))
                .contains("avx2", "fma", "f16c", "bmi2")
                .doesNotContain("avx512f");
    }

    @Test
    void flags_nothingRecognised_areUnknownAndNotEmpty() {
        assertThat(CpuFeatures.parse(List.of(), "OSHI").isKnown()).isFalse();
        assertThat(CpuFeatures.parse(List.of("isa : rv64imafdc"), "OSHI").isKnown())
                .isFalse();
    }

    @Test
    void flags_everyFixture_useOnlyTheVocabulary() {
        for (String name : List.of("epyc-genoa-vm.txt", "neoverse-v1.txt", "apple-m2.txt", "windows-avx2.txt")) {
            assertThat(CpuFeatures.vocabulary()).containsAll(features(name));
        }
    }

    private static Set<String> features(String name) {
        return CpuFeatures.parse(Recorded.lines("cpu/" + name), "test")
                .asOptional()
                .orElseThrow();
    }
}

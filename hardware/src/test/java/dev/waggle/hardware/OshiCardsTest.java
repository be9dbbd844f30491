package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.oshi.OshiCard;
import java.util.List;
import org.junit.jupiter.api.Test;

class OshiCardsTest {
    private static final long GIB = 1L << 30;

    @Test
    void card_onLinux_neverHasMemory() {
        CardFacts facts = facts(OperatingSystem.LINUX, "Navi 31", "Advanced Micro Devices (0x1002)", 256 * GIB);

        assertThat(facts.vendor().orNull()).isEqualTo(Vendor.AMD);
        assertThat(facts.memoryBytes().origin()).contains("address window");
        assertThat(facts.freeBytes().isKnown()).isFalse();
    }

    @Test
    void card_onWindows_hasDxgisMemoryAndWhatIsLeftOfIt() {
        CardFacts facts = facts(OperatingSystem.WINDOWS, "AMD Radeon RX 7900 XTX", "Advanced Micro Devices", 24 * GIB);

        assertThat(facts.memoryBytes().orNull()).isEqualTo(24 * GIB);
        assertThat(facts.freeBytes().orNull()).isEqualTo(23 * GIB);
        assertThat(facts.driverVersion().orNull()).isEqualTo("31.0.24027.1012");
        assertThat(facts.unifiedMemory().isKnown()).isFalse();
    }

    @Test
    void card_intelByName_isIntegratedOrDiscrete() {
        assertThat(facts(OperatingSystem.WINDOWS, "Intel(R) Arc(TM) A770 Graphics", "Intel", 16 * GIB)
                        .memoryBytes()
                        .orNull())
                .isEqualTo(16 * GIB);
        CardFacts integrated = facts(OperatingSystem.WINDOWS, "Intel(R) Arc(TM) 140V GPU", "Intel", GIB / 8);
        assertThat(integrated.unifiedMemory().orNull()).isTrue();
        assertThat(integrated.memoryBytes().isKnown()).isFalse();
    }

    @Test
    void card_softwareOrVirtual_isNoDevice() {
        for (String name : List.of(
                "Microsoft Basic Render Driver",
                "Microsoft Hyper-V Video",
                "Microsoft Remote Display Adapter",
                "VMware SVGA 3D",
                "llvmpipe (LLVM 15.0.7, 256 bits)",
                "Red Hat QXL controller",
                "ASPEED Graphics Family")) {
            Sighted sighted = OshiCards.parse(
                    Fact.known(OperatingSystem.WINDOWS, "test"), List.of(new OshiCard(0, name, "x", "1.0", GIB, 0)));
            assertThat(sighted.cards()).as(name).isEmpty();
            assertThat(sighted.notes()).hasSize(1);
        }
    }

    @Test
    void card_ofWhomNothingIsKnown_isUnknownThroughout() {
        CardFacts facts = OshiCards.parse(
                        Fact.known(OperatingSystem.WINDOWS, "test"),
                        List.of(new OshiCard(0, "unknown", "unknown", "unknown", 0, -1)))
                .cards()
                .get(0)
                .facts();

        assertThat(List.of(facts.vendor(), facts.name(), facts.memoryBytes(), facts.freeBytes(), facts.driverVersion()))
                .noneMatch(Fact::isKnown);
    }

    private static CardFacts facts(OperatingSystem os, String name, String vendor, long bytes) {
        return OshiCards.parse(
                        Fact.known(os, "test"), List.of(new OshiCard(0, name, vendor, "31.0.24027.1012", bytes, GIB)))
                .cards()
                .get(0)
                .facts();
    }
}

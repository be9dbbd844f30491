package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PciCardsTest {
    @Test
    void bus_radeonAndIntegrated_areReadWithTheirMemory() {
        List<CardSighting> cards = cards("radeon-and-integrated.txt");

        assertThat(cards).hasSize(2);
        CardFacts radeon = cards.get(0).facts();
        assertThat(cards.get(0).pciAddress()).contains("0000:03:00.0");
        assertThat(radeon.vendor().orNull()).isEqualTo(Vendor.AMD);
        assertThat(radeon.name())
                .isEqualTo(Fact.known("Navi 31 [Radeon RX 7900 XT/7900 XTX/7900 GRE/7900M]", "pci.ids"));
        assertThat(radeon.memoryBytes().orNull()).isEqualTo(25753026560L);
        assertThat(radeon.freeBytes().orNull()).isEqualTo(25753026560L - 1325084672L);
        assertThat(radeon.unifiedMemory().isKnown()).isFalse();
        assertThat(cards.get(1).facts().memoryBytes().orNull()).isEqualTo(512L << 20);
    }

    @Test
    void bus_intel_tellsNoMemoryButWhetherItIsShared() {
        List<CardSighting> cards = cards("arc-and-integrated.txt");

        assertThat(cards)
                .extracting(card -> card.facts().unifiedMemory().orNull())
                .containsExactly(true, false);
        assertThat(cards).allMatch(card -> !card.facts().memoryBytes().isKnown());
        assertThat(cards.get(1).facts().name().orNull()).isEqualTo("DG2 [Arc A770]");
    }

    @Test
    void bus_virtualDisplays_areNoDevices() {
        Sighted sighted = PciCards.parse(Recorded.pci("virtual-displays.txt"), Optional.empty());

        assertThat(sighted.cards()).isEmpty();
        assertThat(sighted.notes())
                .hasSize(4)
                .anySatisfy(note -> assertThat(note).contains("ASPEED"));
    }

    @Test
    void bus_recordedWithoutDisplay_hasNoCardAndNoNote() {
        assertThat(PciCards.parse(Recorded.pci("virtio-vm.txt"), Optional.empty()))
                .isEqualTo(Sighted.nothing());
    }

    @Test
    void bus_nvidiaWithoutDriver_isSeenWithReasons() {
        CardFacts facts = cards("nvidia-without-driver.txt").get(0).facts();

        assertThat(facts.vendor().orNull()).isEqualTo(Vendor.NVIDIA);
        assertThat(facts.name().orNull()).isEqualTo("GA102 [GeForce RTX 3090]");
        assertThat(facts.memoryBytes())
                .isEqualTo(Fact.unknown("Linux does not tell the memory of a card with driver none"));
        assertThat(facts.driverVersion().origin()).contains("no driver is loaded");
    }

    @Test
    void bus_filesMissingOrOdd_areUnknown() {
        Map<String, String> files = Map.of(
                "class",
                "0x030000\n",
                "vendor",
                "0x1002\n",
                "uevent",
                "DRIVER=amdgpu\n",
                "mem_info_vram_total",
                "-1\n");
        PciReading reading = new PciReading(Map.of("0000:03:00.0", files), List.of());
        CardFacts facts =
                PciCards.parse(reading, Optional.empty()).cards().get(0).facts();

        assertThat(facts.memoryBytes().isKnown()).isFalse();
        assertThat(facts.freeBytes().isKnown()).isFalse();
        assertThat(facts.name().isKnown()).isFalse();
    }

    @Test
    void bus_acceleratorOfAmd_isACardAndOfIntelIsNot() {
        assertThat(PciCards.parse(accelerator("0x1002"), Optional.empty()).cards())
                .hasSize(1);
        assertThat(PciCards.parse(accelerator("0x8086"), Optional.empty()).cards())
                .isEmpty();
    }

    @Test
    void names_deviceOfAnotherVendor_isNotTaken() {
        List<String> lines = Recorded.lines("pci/names.txt");

        assertThat(PciNames.find(lines, "1002", "2204")).isEmpty();
        assertThat(PciNames.find(lines, "10de", "2204")).contains("GA102 [GeForce RTX 3090]");
    }

    private static PciReading accelerator(String vendor) {
        return new PciReading(
                Map.of("0000:05:00.0", Map.of("class", "0x120000", "vendor", vendor, "device", "0x74a1")), List.of());
    }

    private static List<CardSighting> cards(String name) {
        return PciCards.parse(Recorded.pci(name), Optional.empty()).cards();
    }
}

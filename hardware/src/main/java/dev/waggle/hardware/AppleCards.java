package dev.waggle.hardware;

import java.util.List;
import java.util.Optional;

/** Concludes Apple silicon's GPU, which is part of the processor and uses the machine's RAM, from the processor. */
final class AppleCards {
    private static final String SOURCE = "Apple silicon's GPU uses the machine's RAM";

    private AppleCards() {}

    static List<CardSighting> conclude(HostFacts host) {
        Optional<String> chip = host.cpuName().asOptional().filter(name -> name.startsWith("Apple "));
        if (host.os().orNull() != OperatingSystem.MACOS || chip.isEmpty()) {
            return List.of();
        }
        CardFacts facts = new CardFacts(
                Fact.known(Vendor.APPLE, "the processor's name"),
                Fact.known(chip.get(), "the processor's name"),
                host.ramBytes().flatMap(bytes -> Fact.known(bytes, SOURCE)),
                host.ramFreeBytes().flatMap(bytes -> Fact.known(bytes, SOURCE)),
                Fact.unknown(CardFacts.NVIDIA_ONLY),
                Fact.unknown("the driver is part of macOS"),
                Fact.known(true, SOURCE));
        return List.of(new CardSighting(CardSource.OSHI, 0, Optional.empty(), Optional.empty(), facts));
    }
}

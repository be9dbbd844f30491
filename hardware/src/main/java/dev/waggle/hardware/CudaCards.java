package dev.waggle.hardware;

import dev.waggle.hardware.cuda.CudaCard;
import dev.waggle.hardware.cuda.CudaReading;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the CUDA runtime's answer. */
final class CudaCards {
    private static final String SOURCE = CardSource.CUDA.title();

    private CudaCards() {}

    static Sighted parse(CudaReading reading) {
        List<CardSighting> cards =
                reading.cards().stream().map(CudaCards::sighting).toList();
        return new Sighted(
                cards,
                reading.problems().stream()
                        .map(problem -> SOURCE + ": " + problem)
                        .toList());
    }

    /** The same sighting once free bytes were measured. */
    static CardSighting withFree(CardSighting sighting, long freeBytes) {
        CardFacts told = sighting.facts();
        CardFacts facts = new CardFacts(
                told.vendor(),
                told.name(),
                told.memoryBytes(),
                Fact.known(freeBytes, SOURCE),
                told.computeCapability(),
                told.driverVersion(),
                told.unifiedMemory());
        return new CardSighting(sighting.source(), sighting.order(), sighting.pciAddress(), sighting.uuid(), facts);
    }

    private static CardSighting sighting(CudaCard card) {
        CardFacts facts = new CardFacts(
                Fact.known(Vendor.NVIDIA, SOURCE),
                card.name().isBlank() ? Fact.unknown(SOURCE + " gives no name") : Fact.known(card.name(), SOURCE),
                card.totalBytes() > 0
                        ? Fact.known(card.totalBytes(), SOURCE)
                        : Fact.unknown(SOURCE + " says " + card.totalBytes() + " bytes"),
                Fact.unknown("CUDA was not asked how much is free"),
                capability(card),
                Fact.unknown("CUDA tells the version of CUDA, not of the driver"),
                Fact.known(card.integrated(), SOURCE));
        return new CardSighting(CardSource.CUDA, card.index(), address(card), uuid(card.uuid()), facts);
    }

    private static Fact<ComputeCapability> capability(CudaCard card) {
        return ComputeCapability.parse(card.major() + "." + card.minor())
                .map(value -> Fact.known(value, SOURCE))
                .orElseGet(() -> Fact.unknown(SOURCE + " says " + card.major() + "." + card.minor()));
    }

    private static Optional<String> address(CudaCard card) {
        return Optional.of(
                String.format(Locale.ROOT, "%04x:%02x:%02x.0", card.pciDomain(), card.pciBus(), card.pciDevice()));
    }

    /** NVIDIA's grouping of the digits: GPU-8-4-4-4-12. */
    private static Optional<String> uuid(String digits) {
        if (digits.length() != 32 || digits.chars().allMatch(digit -> digit == '0')) {
            return Optional.empty();
        }
        return Optional.of("GPU-" + digits.substring(0, 8) + "-" + digits.substring(8, 12) + "-"
                + digits.substring(12, 16) + "-" + digits.substring(16, 20) + "-" + digits.substring(20));
    }
}

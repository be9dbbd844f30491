package dev.waggle.hardware;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One card with everything that is believed of it.
 *
 * @param sightings who saw it, most direct first; never empty
 * @param facts what is believed
 */
record SeenCard(List<CardSighting> sightings, CardFacts facts) {
    /**
     * By vendor as {@link Vendor} lists them, discrete before integrated, then by PCI address: so NVIDIA cards are in
     * the order that CUDA_DEVICE_ORDER=PCI_BUS_ID gives.
     */
    static final Comparator<SeenCard> ORDER = Comparator.<SeenCard>comparingInt(SeenCard::vendorRank)
            .thenComparing(card -> card.facts().unifiedMemory().asOptional().orElse(false))
            .thenComparing(card -> card.sightings().stream()
                    .flatMap(sighting -> sighting.pciAddress().stream())
                    .findFirst()
                    .orElse("~"))
            .thenComparing(card -> card.sightings().get(0), CardSighting.ORDER);

    boolean seenBy(CardSource source) {
        return sightings.stream().anyMatch(sighting -> sighting.source() == source);
    }

    /** CUDA's number for it. */
    Optional<Integer> cudaIndex() {
        return sightings.stream()
                .filter(sighting -> sighting.source() == CardSource.CUDA)
                .map(CardSighting::order)
                .findFirst();
    }

    private int vendorRank() {
        return facts.vendor()
                .asOptional()
                .map(List.of(Vendor.values())::indexOf)
                .orElse(Integer.MAX_VALUE);
    }
}

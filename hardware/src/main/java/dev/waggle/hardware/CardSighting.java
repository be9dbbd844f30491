package dev.waggle.hardware;

import java.util.Comparator;
import java.util.Optional;

/**
 * One card as one source saw it.
 *
 * @param source who saw it
 * @param order its place in what that source listed
 * @param pciAddress "0000:01:00.0", lower case, when the source tells
 * @param uuid "GPU-" and 32 hexadecimal digits in NVIDIA's grouping, when the source tells
 * @param facts what it knows of the card
 */
record CardSighting(CardSource source, int order, Optional<String> pciAddress, Optional<String> uuid, CardFacts facts) {
    /** The most direct source first, then as listed; the rest only so that equal sets of sightings sort alike. */
    static final Comparator<CardSighting> ORDER = Comparator.comparing(CardSighting::source)
            .thenComparingInt(CardSighting::order)
            .thenComparing(sighting -> sighting.pciAddress().orElse(""))
            .thenComparing(sighting -> sighting.uuid().orElse(""))
            .thenComparing(sighting -> sighting.facts().toString());
}

package dev.waggle.hardware;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which sightings are of one card, and which of them to believe. Cards are the same when their PCI addresses
 * or uuids are; a sighting without either belongs to a card of its vendor with its name, else to the next such card in
 * order. The answer does not depend on the order of the sightings.
 */
final class CardMerge {
    private CardMerge() {}

    /** A card for each group of sightings of it, most useful first: see {@link SeenCard#ORDER}. */
    static List<SeenCard> merge(List<CardSighting> sightings) {
        List<CardSighting> sorted =
                sightings.stream().sorted(CardSighting.ORDER).distinct().toList();
        List<Set<CardSighting>> groups = new ArrayList<>();
        List<CardSighting> nameless = new ArrayList<>();
        for (CardSighting sighting : sorted) {
            if (sighting.pciAddress().isPresent() || sighting.uuid().isPresent()) {
                join(groups, sighting);
            } else {
                nameless.add(sighting);
            }
        }
        groups.sort(Comparator.comparing(CardMerge::address));
        List<CardSighting> unnamed = attach(groups, nameless, CardMerge::sameName);
        List<CardSighting> alone = attach(groups, unnamed, (group, sighting) -> true);
        alone.forEach(sighting -> groups.add(new LinkedHashSet<>(Set.of(sighting))));
        return groups.stream().map(CardMerge::believe).sorted(SeenCard.ORDER).toList();
    }

    private static void join(List<Set<CardSighting>> groups, CardSighting sighting) {
        Set<CardSighting> joined = new LinkedHashSet<>();
        groups.removeIf(group -> group.stream().anyMatch(other -> same(other, sighting)) && joined.addAll(group));
        joined.add(sighting);
        groups.add(joined);
    }

    private static boolean same(CardSighting left, CardSighting right) {
        return (left.pciAddress().isPresent() && left.pciAddress().equals(right.pciAddress()))
                || (left.uuid().isPresent() && left.uuid().equals(right.uuid()));
    }

    private static String address(Set<CardSighting> group) {
        return group.stream()
                .flatMap(sighting -> sighting.pciAddress().stream())
                .min(Comparator.naturalOrder())
                .orElse("");
    }

    /** Gives each sighting to the first group that takes it; returns those that none took. */
    private static List<CardSighting> attach(
            List<Set<CardSighting>> groups,
            List<CardSighting> sightings,
            BiPredicate<Set<CardSighting>, CardSighting> takes) {
        List<CardSighting> left = new ArrayList<>();
        for (CardSighting sighting : sightings) {
            Optional<Set<CardSighting>> home = groups.stream()
                    .filter(group -> sameVendor(group, sighting)
                            && group.stream().noneMatch(other -> other.source() == sighting.source())
                            && takes.test(group, sighting))
                    .findFirst();
            home.ifPresentOrElse(group -> group.add(sighting), () -> left.add(sighting));
        }
        return left;
    }

    private static boolean sameVendor(Set<CardSighting> group, CardSighting sighting) {
        return group.stream().anyMatch(other -> sharedValue(other, sighting, CardFacts::vendor));
    }

    private static boolean sameName(Set<CardSighting> group, CardSighting sighting) {
        return group.stream()
                .anyMatch(other -> sharedValue(
                        other,
                        sighting,
                        facts -> facts.name().map(name -> name.strip().toLowerCase(Locale.ROOT))));
    }

    private static <T> boolean sharedValue(CardSighting left, CardSighting right, Function<CardFacts, Fact<T>> fact) {
        Fact<T> value = fact.apply(left.facts());
        return value.isKnown()
                && Objects.equals(value.orNull(), fact.apply(right.facts()).orNull());
    }

    private static SeenCard believe(Set<CardSighting> group) {
        List<CardSighting> sorted = group.stream().sorted(CardSighting.ORDER).toList();
        Fact<Long> memory = first(sorted, CardFacts::memoryBytes);
        CardFacts facts = new CardFacts(
                first(sorted, CardFacts::vendor),
                first(sorted, CardFacts::name),
                memory,
                within(memory, first(tellingFree(sorted), CardFacts::freeBytes)),
                first(sorted, CardFacts::computeCapability),
                first(sorted, CardFacts::driverVersion),
                first(sorted, CardFacts::unifiedMemory));
        return new SeenCard(sorted, facts);
    }

    /** nvidia-smi before CUDA, whose answer lacks its own context; not of the whole card where CUDA has a part of it. */
    private static List<CardSighting> tellingFree(List<CardSighting> sorted) {
        Optional<String> part = sorted.stream()
                .filter(sighting -> sighting.source() == CardSource.CUDA)
                .flatMap(sighting -> sighting.uuid().stream())
                .findFirst();
        return sorted.stream()
                .filter(sighting -> sighting.source() != CardSource.NVIDIA_SMI
                        || part.isEmpty()
                        || sighting.uuid().isEmpty()
                        || part.equals(sighting.uuid()))
                .sorted(Comparator.comparing(sighting -> sighting.source() == CardSource.CUDA))
                .toList();
    }

    /** Sources round and reserve differently: free is never more than there is. */
    private static Fact<Long> within(Fact<Long> memory, Fact<Long> free) {
        return memory.asOptional()
                .map(limit -> free.map(bytes -> Math.min(bytes, limit)))
                .orElse(free);
    }

    private static <T> Fact<T> first(List<CardSighting> sorted, Function<CardFacts, Fact<T>> fact) {
        List<Fact<T>> told =
                sorted.stream().map(sighting -> fact.apply(sighting.facts())).toList();
        return told.stream()
                .filter(Fact::isKnown)
                .findFirst()
                .orElseGet(() -> Fact.unknown(
                        told.isEmpty()
                                ? "no source could tell"
                                : told.stream().map(Fact::origin).distinct().collect(Collectors.joining("; "))));
    }
}

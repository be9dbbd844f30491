package dev.waggle.hardware;

import dev.waggle.hardware.cuda.CudaReading;
import dev.waggle.hardware.oshi.OshiCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds the GPUs: reads every source, merges what they saw, and concludes the rest. Used for one detection. */
final class CardFinder {
    private final Readings readings;
    private final CardSources sources;
    private final Supplier<Fact<CudaReading>> cuda;
    private final Supplier<Fact<Optional<SmiReading>>> nvidiaSmi;
    private final Supplier<Fact<PciReading>> pci;
    private final Supplier<Fact<List<OshiCard>>> oshi;
    private final Supplier<Fact<DriverReading>> drivers;
    private final List<String> notes = new ArrayList<>();

    /** Starts reading. */
    CardFinder(Readings readings, CardSources sources) {
        this.readings = readings;
        this.sources = sources;
        cuda = readings.start(CardSource.CUDA.title(), sources.cuda());
        nvidiaSmi = readings.start(CardSource.NVIDIA_SMI.title(), sources.nvidiaSmi());
        pci = readings.start(CardSource.PCI.title(), sources.pci());
        oshi = readings.start(CardSource.OSHI.title(), sources.oshi());
        drivers = readings.start("installed drivers", sources.drivers());
    }

    /** The devices, "gpu0" on. */
    List<Device> devices(HostFacts host) {
        Fact<DriverReading> traces = noted(drivers.get());
        Optional<String> nvidiaVersion = traces.asOptional().flatMap(DriverReading::nvidiaVersion);
        List<CardSighting> sightings = new ArrayList<>();
        sightings.addAll(seen(cuda.get(), CudaCards::parse));
        sightings.addAll(
                seen(nvidiaSmi.get(), answer -> answer.map(NvidiaSmi::parse).orElseGet(Sighted::nothing)));
        sightings.addAll(seen(pci.get(), bus -> PciCards.parse(bus, nvidiaVersion)));
        sightings.addAll(seen(oshi.get(), cards -> OshiCards.parse(host.os(), cards)));
        sightings.addAll(AppleCards.conclude(host));
        List<SeenCard> cards = measured(sightings);
        List<Device> devices = new ArrayList<>();
        for (SeenCard card : cards) {
            devices.add(device("gpu" + devices.size(), card, Backends.of(host.os(), card, traces)));
        }
        return devices;
    }

    /** What to tell a person, complete once the devices are found. */
    List<String> notes() {
        return notes;
    }

    private <T> List<CardSighting> seen(Fact<T> reading, Function<T, Sighted> parse) {
        Sighted sighted = noted(reading).asOptional().map(parse).orElseGet(Sighted::nothing);
        notes.addAll(sighted.notes());
        return sighted.cards();
    }

    private <T> Fact<T> noted(Fact<T> reading) {
        if (!reading.isKnown()) {
            notes.add(reading.origin());
        }
        return reading;
    }

    /** Merges, and asks CUDA how much is free where no one else told. */
    private List<SeenCard> measured(List<CardSighting> sightings) {
        List<SeenCard> cards = CardMerge.merge(sightings);
        List<Integer> untold = cards.stream()
                .filter(card -> !card.facts().freeBytes().isKnown())
                .flatMap(card -> card.cudaIndex().stream())
                .toList();
        if (untold.isEmpty()) {
            return cards;
        }
        Fact<Map<Integer, Long>> free = noted(
                readings.start(CardSource.CUDA.title(), () -> sources.cudaFree().of(untold))
                        .get());
        Map<Integer, Long> bytes = free.asOptional().orElse(Map.of());
        return CardMerge.merge(sightings.stream()
                .map(sighting -> sighting.source() == CardSource.CUDA && bytes.containsKey(sighting.order())
                        ? CudaCards.withFree(sighting, bytes.getOrDefault(sighting.order(), 0L))
                        : sighting)
                .toList());
    }

    private static Device device(String id, SeenCard card, Fact<Set<Backend>> backends) {
        CardFacts facts = card.facts();
        return new Device(
                id,
                facts.vendor(),
                facts.name(),
                facts.memoryBytes(),
                facts.freeBytes(),
                facts.computeCapability(),
                facts.driverVersion(),
                facts.unifiedMemory(),
                backends);
    }
}

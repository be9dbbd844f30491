package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.cuda.CudaCard;
import dev.waggle.hardware.cuda.CudaReading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CardMergeTest {
    private static final long MIB = 1L << 20;
    private static final CudaCard FIRST_3090 = new CudaCard(
            1, "NVIDIA GeForce RTX 3090", 24268 * MIB, 8, 6, false, 0, 1, 0, "8a56a4bce184a0472620be19fdf913d5");

    @Test
    void merge_cudaAndNvidiaSmi_isOneCardWithEachFactsSource() {
        List<CardSighting> sightings = new ArrayList<>(cuda(FIRST_3090));
        sightings.addAll(smi("two-rtx-3090.csv"));
        List<SeenCard> cards = CardMerge.merge(sightings);

        assertThat(cards).hasSize(2);
        CardFacts first = cards.get(0).facts();
        assertThat(first.memoryBytes()).isEqualTo(Fact.known(24268 * MIB, "CUDA runtime"));
        assertThat(first.freeBytes()).isEqualTo(Fact.known(23841 * MIB, "nvidia-smi"));
        assertThat(first.driverVersion()).isEqualTo(Fact.known("550.54.14", "nvidia-smi"));
        assertThat(cards.get(0).cudaIndex()).contains(1);
        assertThat(cards.get(1).cudaIndex()).isEmpty();
    }

    @Test
    void merge_moreFreeThanCapacity_isCapped() {
        CudaCard small = new CudaCard(
                0, "NVIDIA GeForce RTX 3090", 100 * MIB, 8, 6, false, 0, 1, 0, "8a56a4bce184a0472620be19fdf913d5");
        List<CardSighting> sightings = new ArrayList<>(cuda(small));
        sightings.addAll(smi("two-rtx-3090.csv"));

        assertThat(CardMerge.merge(sightings).get(0).facts().freeBytes().orNull())
                .isEqualTo(100 * MIB);
    }

    @Test
    void merge_cudaOnAPartOfTheCard_doesNotTakeTheWholeCardsFree() {
        CudaCard part = new CudaCard(
                0, "NVIDIA A100 MIG 1g.10gb", 9728 * MIB, 8, 0, false, 0, 1, 0, "00000000000000000000000000000001");
        List<CardSighting> sightings = new ArrayList<>(cuda(part));
        sightings.addAll(smi("two-rtx-3090.csv"));
        SeenCard card = CardMerge.merge(sightings).get(0);

        assertThat(card.facts().memoryBytes().orNull()).isEqualTo(9728 * MIB);
        assertThat(card.facts().freeBytes().isKnown()).isFalse();
    }

    @Test
    void merge_withoutAddress_belongsToItsNameFirst() {
        CardSighting big = sighting(CardSource.NVIDIA_SMI, 0, Optional.of("0000:01:00.0"), "RTX 3090", 24);
        CardSighting small = sighting(CardSource.NVIDIA_SMI, 1, Optional.of("0000:02:00.0"), "RTX 3060", 12);
        CardSighting seenSmall = sighting(CardSource.OSHI, 0, Optional.empty(), "RTX 3060", 11);
        CardSighting seenBig = sighting(CardSource.OSHI, 1, Optional.empty(), "RTX 3090", 23);
        List<SeenCard> cards = CardMerge.merge(List.of(seenSmall, seenBig, small, big));

        assertThat(cards).hasSize(2);
        assertThat(cards.get(0).sightings()).containsExactly(big, seenBig);
        assertThat(cards.get(1).sightings()).containsExactly(small, seenSmall);
    }

    @Test
    void merge_oneSourceListingMore_losesNoCard() {
        CardSighting known = sighting(CardSource.NVIDIA_SMI, 0, Optional.of("0000:01:00.0"), "RTX 3090", 24);
        CardSighting same = sighting(CardSource.OSHI, 0, Optional.empty(), "RTX 3090", 24);
        CardSighting other = sighting(CardSource.OSHI, 1, Optional.empty(), "RTX 3090", 24);

        assertThat(CardMerge.merge(List.of(known, same, other))).hasSize(2);
    }

    @Property(tries = 300)
    void merge_anyOrder_isTheSame(@ForAll("sightings") List<CardSighting> sightings, @ForAll long seed) {
        List<CardSighting> shuffled = new ArrayList<>(sightings);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(CardMerge.merge(shuffled)).isEqualTo(CardMerge.merge(sightings));
    }

    @Property(tries = 300)
    void merge_again_isTheSameAndLosesNoSighting(@ForAll("sightings") List<CardSighting> sightings) {
        List<CardSighting> merged = CardMerge.merge(sightings).stream()
                .flatMap(card -> card.sightings().stream())
                .toList();

        assertThat(new HashSet<>(merged)).isEqualTo(new HashSet<>(sightings));
        assertThat(merged).doesNotHaveDuplicates();
        assertThat(CardMerge.merge(merged)).isEqualTo(CardMerge.merge(sightings));
    }

    @Property(tries = 300)
    void merge_known_neverComesFromNowhere(@ForAll("sightings") List<CardSighting> sightings) {
        for (SeenCard card : CardMerge.merge(sightings)) {
            Fact<Long> memory = card.facts().memoryBytes();
            if (memory.isKnown()) {
                assertThat(card.sightings())
                        .anyMatch(sighting -> sighting.facts().memoryBytes().equals(memory));
            } else {
                assertThat(card.sightings())
                        .noneMatch(sighting -> sighting.facts().memoryBytes().isKnown());
            }
        }
    }

    @Provide
    Arbitrary<List<CardSighting>> sightings() {
        Arbitrary<CardSighting> keyed = Combinators.combine(
                        Arbitraries.of(CardSource.CUDA, CardSource.NVIDIA_SMI, CardSource.PCI),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of("0000:01:00.0", "0000:02:00.0", "0000:03:00.0")
                                .optional(0.8),
                        Arbitraries.of("GPU-a", "GPU-b", "GPU-c").optional(0.5),
                        Arbitraries.of(Vendor.NVIDIA, Vendor.AMD),
                        Arbitraries.of("RTX 3090", "RTX 3060"),
                        Arbitraries.longs().between(0, 48))
                .as(CardMergeTest::sighting);
        Arbitrary<CardSighting> keyless = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(Vendor.NVIDIA, Vendor.AMD),
                        Arbitraries.of("RTX 3090", "RTX 3060"),
                        Arbitraries.longs().between(0, 48))
                .as((order, vendor, name, gib) ->
                        sighting(CardSource.OSHI, order, Optional.empty(), Optional.empty(), vendor, name, gib));
        return Arbitraries.oneOf(keyed, keyless).list().uniqueElements().ofMaxSize(8);
    }

    private static CardSighting sighting(
            CardSource source, int order, Optional<String> address, String name, long gib) {
        return sighting(source, order, address, Optional.empty(), Vendor.NVIDIA, name, gib);
    }

    /** Zero GiB stands for memory the source does not know. */
    private static CardSighting sighting(
            CardSource source,
            int order,
            Optional<String> address,
            Optional<String> uuid,
            Vendor vendor,
            String name,
            long gib) {
        CardFacts facts = new CardFacts(
                Fact.known(vendor, source.title()),
                Fact.known(name, source.title()),
                gib == 0 ? Fact.unknown("?") : Fact.known(gib << 30, source.title()),
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"));
        return new CardSighting(source, order, address, uuid, facts);
    }

    private static List<CardSighting> cuda(CudaCard card) {
        return CudaCards.parse(new CudaReading(List.of(card), List.of())).cards();
    }

    private static List<CardSighting> smi(String name) {
        return NvidiaSmi.parse(Recorded.smi(name, 0)).cards();
    }
}

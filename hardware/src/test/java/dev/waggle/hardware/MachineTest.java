package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void machine_everythingUnknown_isAMachine() {
        Machine machine = machine(Fact.unknown("?"), Fact.unknown("?"), List.of());

        assertThat(machine.ramBytes().isKnown()).isFalse();
        assertThat(machine.devices()).isEmpty();
    }

    @Test
    void machine_impossibleBytes_areRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> machine(known(-1L), Fact.unknown("?"), List.of()))
                .withMessageContaining("ramBytes is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> machine(known(8L), known(9L), List.of()))
                .withMessageContaining("ramFreeBytes is 9, more than ramBytes 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> device("gpu0", known(8L), known(9L)))
                .withMessageContaining("freeBytes of gpu0 is 9");
    }

    @Test
    void machine_oneDeviceIdTwice_isRefused() {
        Device device = device("gpu0", known(8L), known(8L));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> machine(known(8L), known(8L), List.of(device, device)))
                .withMessageContaining("\"gpu0\" twice");
    }

    @Test
    void machine_listsChangedLater_keepsItsOwn() {
        List<Device> devices = new ArrayList<>(List.of(device("gpu0", known(8L), known(8L))));
        Machine machine = machine(known(8L), known(8L), devices);
        devices.clear();

        assertThat(machine.devices()).hasSize(1);
        assertThatThrownBy(() -> machine.devices().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void machine_featureInCapitals_isRefusedWithTheVocabulary() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withFeatures(Set.of("AVX2")))
                .withMessageContaining("AVX2")
                .withMessageContaining("avx512_vnni");
    }

    @Test
    void machine_features_areSortedAndCopied() {
        Set<String> features = new HashSet<>(Set.of("fma", "avx2", "avx10_2"));
        Machine machine = withFeatures(features);
        features.clear();

        assertThat(machine.cpuFeatures().asOptional().orElseThrow()).containsExactly("avx10_2", "avx2", "fma");
    }

    private static Machine withFeatures(Set<String> features) {
        return new Machine(
                "test",
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.known(features, "test"),
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"),
                List.of());
    }

    private static Machine machine(Fact<Long> ram, Fact<Long> free, List<Device> devices) {
        return new Machine(
                "test",
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"),
                ram,
                free,
                Fact.unknown("?"),
                devices);
    }

    private static Device device(String id, Fact<Long> memory, Fact<Long> free) {
        return new Device(
                id,
                Fact.unknown("?"),
                Fact.unknown("?"),
                memory,
                free,
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"),
                Fact.unknown("?"));
    }

    private static Fact<Long> known(long bytes) {
        return Fact.known(bytes, "test");
    }
}

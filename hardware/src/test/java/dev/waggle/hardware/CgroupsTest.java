package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CgroupsTest {
    @Test
    void limit_recordedWithoutLimit_isNoneAndNotUnknown() {
        assertThat(limit("v1-no-limit.txt")).isEqualTo(MemoryLimit.none());
    }

    @Test
    void limit_nestedVersion2_isTheSmallestOnTheWayUp() {
        assertThat(limit("v2-nested.txt")).isEqualTo(MemoryLimit.of(8L << 30));
    }

    @Test
    void limit_containerVersion2_isReadAtTheVisibleRoot() {
        assertThat(limit("v2-container.txt")).isEqualTo(MemoryLimit.of(4L << 30));
    }

    @Test
    void limit_containerVersion1MountedFromInside_isReadAtTheMount() {
        assertThat(limit("v1-container.txt")).isEqualTo(MemoryLimit.of(2L << 30));
    }

    @Test
    void limit_namesItsFile() {
        assertThat(Cgroups.limit(Recorded.cgroup("v2-nested.txt")).origin())
                .isEqualTo("/sys/fs/cgroup/system.slice/agent.service/memory.max");
    }

    @Test
    void limit_rootOrNoControlGroups_isNone() {
        assertThat(Cgroups.limit(new CgroupReading("0::/\n", Map.of())).orNull())
                .isEqualTo(MemoryLimit.none());
        assertThat(Cgroups.limit(new CgroupReading("", Map.of())).orNull()).isEqualTo(MemoryLimit.none());
    }

    @Test
    void limit_groupWithUnreadableFiles_isUnknown() {
        assertThat(Cgroups.limit(new CgroupReading("0::/a/b\n", Map.of())).isKnown())
                .isFalse();
    }

    @Test
    void limit_textThatIsNoNumber_isUnknown() {
        CgroupReading reading = new CgroupReading("0::/\n", Map.of("/sys/fs/cgroup/memory.max", "lots"));

        assertThat(Cgroups.limit(reading).origin()).contains("lots");
    }

    @Test
    void candidates_groupOutsideTheView_areOnlyTheRoot() {
        assertThat(Cgroups.candidates("0::/../../etc")).containsExactly("/sys/fs/cgroup/memory.max");
    }

    @Property
    void limit_twoLevels_isTheirMinimum(
            @ForAll @LongRange(min = 0, max = 1L << 50) long inner,
            @ForAll @LongRange(min = 0, max = 1L << 50) long outer) {
        CgroupReading reading = new CgroupReading(
                "0::/a",
                Map.of("/sys/fs/cgroup/a/memory.max", inner + "\n", "/sys/fs/cgroup/memory.max", outer + "\n"));

        assertThat(Cgroups.limit(reading).orNull()).isEqualTo(MemoryLimit.of(Math.min(inner, outer)));
    }

    private static MemoryLimit limit(String name) {
        return Cgroups.limit(Recorded.cgroup(name)).asOptional().orElseThrow();
    }
}

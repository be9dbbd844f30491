package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.cuda.CudaCard;
import dev.waggle.hardware.cuda.CudaReading;
import dev.waggle.hardware.oshi.OshiCard;
import dev.waggle.hardware.oshi.RamReading;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineDetectorTest {
    private static final long GIB = TestSources.GIB;
    private static final CudaCard ORIN =
            new CudaCard(0, "Orin", 30 * GIB, 8, 7, true, 0, 0, 0, "00000000000000000000000000000000");

    private final TestSources sources = new TestSources();

    @Test
    void detection_plainServer_isRead() {
        Detection detection = sources.detect();
        Machine machine = detection.machine();

        assertThat(machine.name()).isEqualTo("local");
        assertThat(machine.os().orNull()).isEqualTo(OperatingSystem.LINUX);
        assertThat(machine.cpuArchitecture().orNull()).isEqualTo(CpuArchitecture.X86_64);
        assertThat(machine.cores().orNull()).isEqualTo(96);
        assertThat(machine.cpuName().orNull()).isEqualTo("AMD EPYC 9654");
        assertThat(machine.ramBytes().orNull()).isEqualTo(384 * GIB);
        assertThat(machine.ramFreeBytes().orNull()).isEqualTo(300 * GIB);
        assertThat(machine.memoryLimitBytes().orNull()).isEqualTo(MemoryLimit.of(8 * GIB));
        assertThat(machine.cpuFeatures().asOptional().orElseThrow()).contains("avx512_vnni");
        assertThat(machine.devices()).isEmpty();
        assertThat(detection.notes()).containsExactly("CUDA runtime: no device: cudaErrorInsufficientDriver");
    }

    @Test
    void detection_everySourceFailing_isAMachineOfWhichNothingIsKnown() {
        sources.osName = broken();
        sources.osArch = broken();
        sources.cpuName = broken();
        sources.cores = broken();
        sources.cpuFlags = broken();
        sources.ram = broken();
        sources.cgroup = broken();
        sources.cuda = broken();
        sources.nvidiaSmi = broken();
        sources.pci = broken();
        sources.oshi = broken();
        sources.drivers = broken();
        Detection detection = sources.detect();
        Machine machine = detection.machine();

        assertThat(List.of(
                        machine.os(),
                        machine.cpuArchitecture(),
                        machine.cpuFeatures(),
                        machine.cores(),
                        machine.cpuName(),
                        machine.ramBytes(),
                        machine.ramFreeBytes(),
                        machine.memoryLimitBytes()))
                .allSatisfy(fact -> assertThat(fact.origin()).contains("broken"))
                .noneMatch(Fact::isKnown);
        assertThat(detection.notes())
                .hasSize(5)
                .allSatisfy(note -> assertThat(note).contains("broken"));
    }

    @Test
    void detection_nativeErrorInOneSource_leavesTheOthers() {
        sources.cuda = () -> {
            throw new UnsatisfiedLinkError("broken");
        };
        sources.pci = () -> Recorded.pci("radeon-and-integrated.txt");
        Detection detection = sources.detect();

        assertThat(detection.machine().devices()).extracting(Device::id).containsExactly("gpu0", "gpu1");
        assertThat(detection.notes()).singleElement().asString().contains("UnsatisfiedLinkError");
    }

    @Test
    void detection_hangingSource_isLeftBehindAtTheLimit() {
        sources.nvidiaSmi = () -> {
            Thread.sleep(60_000);
            return Optional.empty();
        };
        Detection detection = sources.detect(Duration.ofMillis(1500));

        assertThat(detection.machine().ramBytes().isKnown()).isTrue();
        assertThat(detection.notes()).contains("nvidia-smi did not answer within 1500 ms");
    }

    @Test
    void detection_impossibleNumbers_areUnknown() {
        sources.ram = () -> new RamReading(0, -1);
        sources.cores = () -> 0;
        sources.cpuName = () -> "unknown";
        sources.osArch = () -> "itanium";
        Machine machine = sources.detect().machine();

        assertThat(List.of(
                        machine.ramBytes(),
                        machine.ramFreeBytes(),
                        machine.cores(),
                        machine.cpuName(),
                        machine.cpuArchitecture()))
                .noneMatch(Fact::isKnown);
    }

    @Test
    void detection_twoNvidiaCardsSeenByThree_areTwoDevices() {
        sources.cuda = () -> new CudaReading(
                List.of(
                        card(0, 0x41, 24268L << 20, "29317fd58e9a4c55b1a57f3ed0a9cf21"),
                        card(1, 0x01, 24268L << 20, "8a56a4bce184a0472620be19fdf913d5")),
                List.of());
        sources.nvidiaSmi = () -> Optional.of(Recorded.smi("two-rtx-3090.csv", 0));
        sources.pci = () -> Recorded.pci("nvidia-without-driver.txt");
        sources.drivers = () -> new DriverReading(Set.of("nvidia_icd.json"), false, false, Optional.of("550.54.14"));
        List<Device> devices = sources.detect().machine().devices();

        assertThat(devices).extracting(Device::id).containsExactly("gpu0", "gpu1");
        assertThat(devices)
                .extracting(device -> device.freeBytes().orNull())
                .containsExactly(23841L << 20, 1207L << 20);
        assertThat(devices).allSatisfy(device -> {
            assertThat(device.name()).isEqualTo(Fact.known("NVIDIA GeForce RTX 3090", "CUDA runtime"));
            assertThat(device.backends().orNull()).containsExactly(Backend.CUDA, Backend.VULKAN);
            assertThat(device.computeCapability().orNull()).isEqualTo(new ComputeCapability(8, 6));
            assertThat(device.unifiedMemory().orNull()).isFalse();
        });
    }

    @Test
    void detection_onlyCudaKnowsTheCard_asksItHowMuchIsFree() {
        sources.cuda = () -> new CudaReading(List.of(ORIN), List.of());
        sources.cudaFree = indexes -> Map.of(indexes.get(0), 20 * GIB);
        Device device = sources.detect().machine().devices().get(0);

        assertThat(device.freeBytes()).isEqualTo(Fact.known(20 * GIB, "CUDA runtime"));
        assertThat(device.unifiedMemory().orNull()).isTrue();
        assertThat(device.driverVersion().isKnown()).isFalse();
    }

    @Test
    void detection_nvidiaSmiKnowsWhatIsFree_doesNotStartAContext() {
        sources.nvidiaSmi = () -> Optional.of(Recorded.smi("two-rtx-3090.csv", 0));
        sources.cuda = () ->
                new CudaReading(List.of(card(1, 0x01, 24268L << 20, "8a56a4bce184a0472620be19fdf913d5")), List.of());
        sources.cudaFree = indexes -> {
            throw new IOException("asked although nvidia-smi knows");
        };

        assertThat(sources.detect().notes()).isEmpty();
    }

    @Test
    void detection_radeon_offersWhatItsDriversLeftTracesOf() {
        sources.pci = () -> Recorded.pci("radeon-and-integrated.txt");
        sources.drivers = () -> new DriverReading(Set.of("radeon_icd.x86_64.json"), false, true, Optional.empty());
        Device radeon = sources.detect().machine().devices().get(0);

        assertThat(radeon.backends().orNull()).containsExactly(Backend.ROCM, Backend.VULKAN);
        assertThat(radeon.memoryBytes().orNull()).isEqualTo(25753026560L);
        assertThat(radeon.computeCapability().origin()).contains("NVIDIA");
    }

    @Test
    void detection_nvidiaCardWithoutDriver_isListedWithoutBackends() {
        sources.pci = () -> Recorded.pci("nvidia-without-driver.txt");
        Device device = sources.detect().machine().devices().get(0);

        assertThat(device.vendor().orNull()).isEqualTo(Vendor.NVIDIA);
        assertThat(device.backends().orNull()).isEmpty();
        assertThat(device.memoryBytes().isKnown()).isFalse();
    }

    @Test
    void detection_tracesUnreadable_leaveBackendsUnknown() {
        sources.pci = () -> Recorded.pci("arc-and-integrated.txt");
        sources.drivers = broken();
        List<Device> devices = sources.detect().machine().devices();

        assertThat(devices)
                .extracting(device -> device.name().orNull())
                .containsExactly("DG2 [Arc A770]", "AlderLake-S GT1");
        assertThat(devices).noneMatch(device -> device.backends().isKnown());
    }

    @Test
    void detection_appleSilicon_hasAGpuInTheMachinesMemory() {
        apple();
        sources.osArch = () -> "x86_64";
        Machine machine = sources.detect().machine();

        assertThat(machine.cpuArchitecture().orNull()).isEqualTo(CpuArchitecture.AARCH64);
        assertThat(machine.memoryLimitBytes().orNull()).isEqualTo(MemoryLimit.none());
        Device gpu = machine.devices().get(0);
        assertThat(gpu.vendor().orNull()).isEqualTo(Vendor.APPLE);
        assertThat(gpu.name().orNull()).isEqualTo("Apple M2 Max");
        assertThat(gpu.memoryBytes().orNull()).isEqualTo(32 * GIB);
        assertThat(gpu.freeBytes().orNull()).isEqualTo(12 * GIB);
        assertThat(gpu.unifiedMemory().orNull()).isTrue();
        assertThat(gpu.backends().orNull()).containsExactly(Backend.METAL);
    }

    @Test
    void detection_appleSiliconWithUnknownRam_doesNotGuessTheGpusMemory() {
        apple();
        sources.ram = broken();
        Device gpu = sources.detect().machine().devices().get(0);

        assertThat(gpu.memoryBytes().origin()).contains("broken");
        assertThat(gpu.freeBytes().isKnown()).isFalse();
    }

    @Test
    void detection_windowsLaptop_putsTheDiscreteCardFirst() {
        sources.osName = () -> "Windows 11";
        sources.cgroup = () -> new CgroupReading("", Map.of());
        sources.oshi = () -> List.of(
                new OshiCard(0, "Intel(R) Iris(R) Xe Graphics", "Intel Corporation", "31.0.101.5186", GIB / 8, 0),
                new OshiCard(1, "NVIDIA GeForce RTX 3090", "NVIDIA", "31.0.15.5222", 24 * GIB, GIB),
                new OshiCard(2, "Microsoft Basic Render Driver", "Microsoft", "10.0", 0, 0));
        sources.nvidiaSmi = () -> Optional.of(new SmiReading(
                NvidiaSmi.FIELDS, 0, "0, NVIDIA GeForce RTX 3090, 24576, 22000, 552.22, 8.6, GPU-a, 00000000:01:00.0"));
        sources.drivers = () -> new DriverReading(Set.of(), true, false, Optional.empty());
        List<Device> devices = sources.detect().machine().devices();

        assertThat(devices).extracting(device -> device.vendor().orNull()).containsExactly(Vendor.NVIDIA, Vendor.INTEL);
        assertThat(devices.get(0).driverVersion().orNull()).isEqualTo("552.22");
        assertThat(devices.get(0).backends().orNull()).containsExactly(Backend.CUDA, Backend.VULKAN);
        assertThat(devices.get(1).memoryBytes().isKnown()).isFalse();
        assertThat(devices.get(1).backends().orNull()).containsExactly(Backend.VULKAN);
    }

    private void apple() {
        sources.osName = () -> "Mac OS X";
        sources.cpuName = () -> "Apple M2 Max";
        sources.ram = () -> new RamReading(32 * GIB, 12 * GIB);
        sources.cgroup = () -> new CgroupReading("", Map.of());
        sources.pci = () -> new PciReading(Map.of(), List.of());
    }

    private static CudaCard card(int index, int bus, long bytes, String uuid) {
        return new CudaCard(index, "NVIDIA GeForce RTX 3090", bytes, 8, 6, false, 0, bus, 0, uuid);
    }

    private static <T> Source<T> broken() {
        return () -> {
            throw new IOException("broken");
        };
    }
}

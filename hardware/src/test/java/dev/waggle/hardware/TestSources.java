package dev.waggle.hardware;

import dev.waggle.hardware.cuda.CudaReading;
import dev.waggle.hardware.oshi.OshiCard;
import dev.waggle.hardware.oshi.RamReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sources of a plain Linux server without a GPU, each replaceable. */
final class TestSources {
    static final long GIB = 1L << 30;

    Source<String> osName = () -> "Linux";
    Source<String> osArch = () -> "amd64";
    Source<String> cpuName = () -> "AMD EPYC 9654";
    Source<Integer> cores = () -> 96;
    Source<List<String>> cpuFlags = () -> Recorded.lines("cpu/epyc-genoa-vm.txt");
    Source<RamReading> ram = () -> new RamReading(384 * GIB, 300 * GIB);
    Source<CgroupReading> cgroup = () -> Recorded.cgroup("v2-nested.txt");
    Source<CudaReading> cuda = () -> new CudaReading(List.of(), List.of("no device: cudaErrorInsufficientDriver"));
    CardSources.FreeBytes cudaFree = indexes -> Map.of();
    Source<Optional<SmiReading>> nvidiaSmi = Optional::empty;
    Source<PciReading> pci = () -> Recorded.pci("virtio-vm.txt");
    Source<List<OshiCard>> oshi = List::of;
    Source<DriverReading> drivers = () -> new DriverReading(Set.of(), false, false, Optional.empty());

    Detection detect() {
        return detect(Duration.ofSeconds(20));
    }

    Detection detect(Duration limit) {
        return MachineDetector.detect(
                new HostSources(osName, osArch, cpuName, cores, cpuFlags, ram, cgroup),
                new CardSources(cuda, cudaFree, nvidiaSmi, pci, oshi, drivers),
                limit);
    }
}

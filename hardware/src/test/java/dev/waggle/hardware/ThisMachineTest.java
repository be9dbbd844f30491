package dev.waggle.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.cuda.CudaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds on whatever machine the tests run. */
class ThisMachineTest {
    @Test
    void detection_here_knowsTheMachine() {
        Machine machine = MachineDetector.detect().machine();

        assertThat(machine.os().isKnown()).isTrue();
        assertThat(machine.cpuArchitecture().isKnown()).isTrue();
        assertThat(machine.ramBytes().asOptional().orElseThrow()).isPositive();
        assertThat(machine.ramFreeBytes().asOptional().orElseThrow()).isPositive();
        assertThat(machine.cores().asOptional().orElseThrow()).isPositive();
    }

    @Test
    void detection_here_claimsCudaOnlyWhereADriverIs() {
        boolean driver =
                Files.exists(Path.of("/dev/nvidiactl")) || Files.exists(Path.of("/dev/dxg")) || !SystemFiles.onLinux();

        assertThat(MachineDetector.detect().machine().devices())
                .filteredOn(
                        device -> device.backends().asOptional().orElseThrow().contains(Backend.CUDA))
                .allMatch(device -> driver);
    }

    @Test
    void cuda_here_leavesNoFileAndTheTemporaryFolderAsItWas() throws IOException {
        String before = System.getProperty("java.io.tmpdir");
        List<Path> files = leftovers(before);
        CudaReader.read();

        assertThat(System.getProperty("java.io.tmpdir")).isEqualTo(before);
        assertThat(leftovers(before)).isEqualTo(files);
    }

    private static List<Path> leftovers(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("waggle-cuda")
                            || String.valueOf(file.getFileName()).startsWith("libJCuda"))
                    .sorted()
                    .toList();
        }
    }
}

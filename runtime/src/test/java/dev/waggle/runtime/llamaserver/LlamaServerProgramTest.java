package dev.waggle.runtime.llamaserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.guarded.FakeProgram;
import dev.waggle.runtime.llamaserver.LlamaServerProgram.Search;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.EngineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an installed program says of itself, and programs that are not what they seem. */
@Timeout(60)
class LlamaServerProgramTest {
    private static final String VERSION = "version: 0.5.0 (build 1, commit 0ad4a86)\nbuilt with GNU 11.4.0";
    private static final String DEVICES = """
            Available devices:
              CUDA0: NVIDIA GeForce RTX 4090 (24564 MiB, 23908 MiB free)
              Vulkan1: llvmpipe (LLVM 15.0.6, 256 bits) (23990 MiB, 22000 MiB free)
              MTL0: Apple M3 (18186 MiB, 18185 MiB free)
              BLAS: OpenBLAS (0 MiB, 0 MiB free)""";

    @TempDir
    Path folder;

    private Path program(String version, String help, String devices) throws IOException {
        return FakeProgram.script(
                folder,
                "llama-server",
                "case \"$1\" in\n"
                        + "--version) cat >&2 <<'END'\n0.00.000.460 I srv  llama_server: initializing ...\n" + version
                        + "\nEND\n;;\n--help) cat <<'END'\n" + help + "\nEND\n;;\n--list-devices) cat <<'END'\n"
                        + devices
                        + "\nEND\n;;\n*) exit 9;;\nesac");
    }

    private static String help() {
        return "----- common params -----\n-fa,   --flash-attn [on|off|auto]   set it, see --nothing\n"
                + "        more of it --not-an-option\n" + String.join("\n", LlamaServerFlags.NEEDED);
    }

    private static LlamaServerProgram found(Search search) {
        assertThat(search).isInstanceOf(Search.Found.class);
        return ((Search.Found) search).program();
    }

    private static String unusable(Search search) {
        assertThat(search).isInstanceOf(Search.Unusable.class);
        return ((Search.Unusable) search).message();
    }

    @Test
    void program_asked_tellsVersionDevicesAndOptions() throws Exception {
        LlamaServerProgram program = found(LlamaServerProgram.at(program(VERSION, help(), DEVICES)));
        assertThat(program.engine()).isEqualTo(new EngineName("llama.cpp", "0.5.0"));
        assertThat(program.options()).contains("--flash-attn", "--n-cpu-moe").doesNotContain("--not-an-option");
        assertThat(program.devices())
                .containsExactly(
                        new EngineDevice("CUDA0", "NVIDIA GeForce RTX 4090", "cuda", "gpu", 23908L << 20, 24564L << 20),
                        new EngineDevice(
                                "Vulkan1",
                                "llvmpipe (LLVM 15.0.6, 256 bits)",
                                "vulkan",
                                "gpu",
                                22000L << 20,
                                23990L << 20),
                        new EngineDevice("MTL0", "Apple M3", "metal", "gpu", 18185L << 20, 18186L << 20),
                        new EngineDevice("BLAS", "OpenBLAS", "cpu", "accelerator", 0, 0));
    }

    @Test
    void program_withoutDevices_hasNone() throws Exception {
        assertThat(found(LlamaServerProgram.at(program(VERSION, help(), "Available devices:\n  (none)")))
                        .devices())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version: 0.5.0 (build 1, commit 0ad4a86)         | 0.5.0
            version: 0.6.1-dev (build 1234, commit unknown)  | 0.6.1-dev
            version: 6500 (b8595b16)                         | b6500
            """)
    void version_ofEachForm_isRead(String line, String version) throws Exception {
        assertThat(SaidOfItself.version("load: a line\n" + line + "\nbuilt with x\n")
                        .version())
                .isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version: new", "0.5.0", "version: 0.5.0", "", "version:  (x)", "nginx version: 1.0"})
    void version_ofAnotherForm_isUnusable(String text) throws Exception {
        assertThat(unusable(LlamaServerProgram.at(program(text, help(), DEVICES))))
                .contains("llama-server", "tells no version");
    }

    @Test
    void program_tooOld_namesWhatItLacks() throws Exception {
        assertThat(unusable(LlamaServerProgram.at(
                        program("version: 1000 (abc)", help().replace("--n-cpu-moe", ""), DEVICES))))
                .contains("b1000", "[--n-cpu-moe]", "newer");
    }

    @Test
    void program_listingNoDevices_isUnusable() throws Exception {
        assertThat(unusable(LlamaServerProgram.at(program(VERSION, help(), "hello"))))
                .contains("Available devices:");
    }

    @Test
    void program_failing_isUnusableWithItsLastLine() throws Exception {
        Path file = FakeProgram.script(folder, "llama-server", "echo 'libggml.so: cannot open' >&2; exit 127");
        assertThat(unusable(LlamaServerProgram.at(file))).contains("exit code 127: libggml.so: cannot open");
    }

    @Test
    void program_hanging_isUnusableInTime() throws Exception {
        Path file = FakeProgram.script(folder, "llama-server", "sleep 60");
        long start = System.nanoTime();
        assertThat(unusable(LlamaServerProgram.at(file, Duration.ofMillis(300))))
                .contains("within 300 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void program_sayingWithoutEnd_isUnusableInTime() throws Exception {
        Path file = FakeProgram.script(folder, "llama-server", "while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done");
        assertThat(unusable(LlamaServerProgram.at(file, Duration.ofSeconds(1)))).contains("within 1000 ms");
    }

    @Test
    void program_thatIsNone_isUnusable() throws Exception {
        Path file = folder.resolve("llama-server");
        Files.write(file, new byte[] {0x7f, 'E', 'L', 'F', 0});
        assertThat(file.toFile().setExecutable(true)).isTrue();
        assertThat(unusable(LlamaServerProgram.at(file))).contains(file.toString());
    }

    @Test
    void file_notExecutable_isUnusable() throws Exception {
        Path file = Files.createFile(folder.resolve("llama-server"));
        assertThat(unusable(LlamaServerProgram.at(file))).contains("make it executable");
    }

    @Test
    void file_missing_isMissing() {
        assertThat(LlamaServerProgram.at(folder.resolve("none")))
                .isInstanceOfSatisfying(
                        Search.Missing.class,
                        missing -> assertThat(missing.message()).contains("none"));
        assertThat(LlamaServerProgram.at(Path.of("llama-server"))).isInstanceOf(Search.Missing.class);
    }
}

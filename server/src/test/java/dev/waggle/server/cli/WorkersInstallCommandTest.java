package dev.waggle.server.cli;

import static dev.waggle.server.cli.Terminal.waggle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.server.cli.Terminal.Answer;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Installing workers as a person types it: with npm, from the registry that npm is set to. */
@Tag("slow")
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class WorkersInstallCommandTest {
    private static final Path CATALOG = Path.of("../rules/catalog");

    @TempDir
    Path folder = Path.of("");

    /** Whose folder engines is the one of all tests; nothing is removed from it. */
    private Path data = Objects.requireNonNull(
            Path.of(System.getProperty("waggle.test.engines", "target/engines")).getParent());

    private Answer workers(Object... arguments) {
        Object[] all = Stream.of(Stream.of("workers"), Stream.of(arguments), Stream.of((Object) "--data", data))
                .flatMap(each -> each)
                .toArray();
        return waggle(all);
    }

    private static JsonNode json(Answer answer) throws JsonProcessingException {
        return Json.MAPPER.readTree(answer.out());
    }

    @Test
    void install_thenInstalledThenRemove_goesThereAndBack() throws IOException {
        data = folder.resolve("new");

        Answer installed = workers("install", "llamacpp-cpu");

        assertThat(installed.exitCode()).as(installed.err()).isZero();
        assertThat(installed.out())
                .contains("llamacpp-cpu is installed: llama.cpp 0.5.0, 29.0 MiB in ")
                .contains("waggle run FILE.gguf PROMPT --worker llamacpp-cpu");
        assertThat(installed.err()).contains("fetching @node-llama-cpp/linux-x64@3.22.1");
        JsonNode row = json(workers("installed", "--json")).get(0);
        assertThat(row.get("workers").get(0).asText()).isEqualTo("llamacpp-cpu");
        assertThat(Path.of(row.get("libraryFolder").asText()).resolve("libllama.v0.5.0.so"))
                .exists();
        assertThat(workers("installed").out()).contains("@node-llama-cpp/linux-x64", "3.22.1", "llamacpp-cpu");
        assertThat(workers("remove", "llamacpp-cpu").out()).isEqualTo("Removed @node-llama-cpp/linux-x64@3.22.1.\n");
        assertThat(workers("remove", "llamacpp-cpu").exitCode()).isEqualTo(1);
        assertThat(workers("installed").out()).startsWith("Nothing is installed.");
    }

    @Test
    void install_json_isOneObject() throws JsonProcessingException {
        assertThat(workers("install", "llamacpp-cpu").exitCode()).isZero();

        JsonNode again = json(workers("install", "llamacpp-cpu", "--json"));

        assertThat(again.get("alreadyInstalled").asBoolean()).isTrue();
        assertThat(again.get("engine").asText()).isEqualTo("llama.cpp-0.5.0");
        assertThat(again.get("version").asText()).isEqualTo("3.22.1");
        assertThat(again.get("verdict").asText()).startsWith("runs");
        assertThat(again.get("libraryFolder").asText()).endsWith("linux-x64-3.22.1/bins/linux-x64");
    }

    @ParameterizedTest
    @CsvSource({
        "llamacpp-metal, 1, there is no package of llamacpp-metal for linux on x86_64; there is one for macos on aarch64.",
        "llama-server, 1, put it on the PATH",
        "sd-worker-rbee-cuda, 1, 'It installs: llamacpp-cpu, llamacpp-cuda, llamacpp-metal, llamacpp-vulkan.'",
        "llamacpp-cup, 65, Did you mean 'llamacpp-cpu'?",
    })
    void install_ofWhatCannotBeInstalledHere_saysWhatCan(String worker, int exitCode, String mentions) {
        Answer answer = workers("install", worker);
        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(exitCode);
        assertThat(answer.err()).contains(mentions);
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void install_ofTheWorkerThatIsPartOfWaggle_needsNothing() {
        Answer answer = workers("install", "llamacpp-java-cpu");
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).contains("part of Waggle");
    }

    @Test
    void install_whatTheRulesRefuseHere_needsForce() throws IOException {
        Path catalog = catalogWhere("startable: llamacpp\n", "startable: llamacpp\ncpuFeaturesNeeded: [neon]\n");

        Answer refused = workers("install", "llamacpp-cpu", "--catalog", catalog);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("llamacpp-cpu can't run on this machine")
                .contains("PLT-060")
                .contains("--force");
        Answer forced = workers("install", "llamacpp-cpu", "--catalog", catalog, "--force");
        assertThat(forced.exitCode()).as(forced.err()).isZero();
        assertThat(forced.err()).contains("PLT-060").contains("Installing it anyway.");
    }

    @Test
    void install_ofAnotherHash_isRefusedAsBadData() throws IOException {
        data = folder.resolve("new");
        Path catalog = catalogWhere("integrity: sha512-5uCC", "integrity: sha512-AAAA");

        Answer answer = workers("install", "llamacpp-cpu", "--catalog", catalog);

        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.err()).contains("integrity_mismatch", "sha512-5uCC", "sha512-AAAA");
        assertThat(workers("installed").out()).startsWith("Nothing is installed.");
    }

    @Test
    void install_withoutNpm_saysHowToGetIt() throws Exception {
        Process waggle = withoutPrograms("workers", "install", "llamacpp-cpu", "--data", folder.resolve("new"));
        String err = new String(waggle.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(waggle.waitFor()).as(err).isEqualTo(69);
        assertThat(err)
                .contains("npm was not found")
                .contains("apt install npm")
                .contains("(npm_missing)");
    }

    private static Process withoutPrograms(Object... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.waggle.server.Main");
        for (Object each : arguments) builder.command().add(String.valueOf(each));
        builder.environment().put("PATH", "/nonexistent");
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** The shipped catalog with one text of llamacpp-cpu's row changed. */
    private Path catalogWhere(String from, String to) throws IOException {
        Path copy = folder.resolve("catalog");
        try (Stream<Path> files = Files.walk(CATALOG)) {
            for (Path file : files.toList())
                Files.copy(file, copy.resolve(CATALOG.relativize(file).toString()));
        }
        Path row = copy.resolve("workers/llamacpp-cpu.yaml");
        String text = Files.readString(row);
        assertThat(text).contains(from);
        Files.writeString(row, text.replace(from, to));
        return copy;
    }
}

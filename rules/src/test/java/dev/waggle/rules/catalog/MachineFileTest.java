package dev.waggle.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.hardware.Backend;
import dev.waggle.hardware.Fact;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MemoryLimit;
import dev.waggle.hardware.OperatingSystem;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Machines described in JSON and YAML. */
class MachineFileTest {
    private static final String JSON = """
            {
            \t"name": "mine", "os": "linux", "cpuArchitecture": null, "cpuFeatures": ["avx2"], "cores": 8,
            \t"ramBytes": 17179869184, "memoryLimitBytes": "none",
            \t"devices": [
            \t\t{"id": "gpu0", "vendor": "nvidia", "memoryBytes": 8589934592, "computeCapability": "8.9",
            \t\t "backends": ["cuda"], "origins": {"vendor": "nvidia-smi"}}],
            \t"origins": {"os": "OSHI"}, "notes": []
            }
            """;

    private static CatalogException refusal(String text) {
        CatalogException refusal =
                catchThrowableOfType(CatalogException.class, () -> MachineFile.parse("mine.json", text));
        assertThat(refusal).as("refused").isNotNull();
        return refusal;
    }

    @Test
    void parse_json_isTheMachine() {
        Machine machine = MachineFile.parse("mine.json", JSON);
        assertThat(machine.os()).isEqualTo(Fact.known(OperatingSystem.LINUX, "described in mine.json"));
        assertThat(machine.cpuArchitecture())
                .isEqualTo(Fact.unknown("described in mine.json without 'cpuArchitecture'"));
        assertThat(machine.memoryLimitBytes().orNull()).isEqualTo(MemoryLimit.none());
        assertThat(machine.devices().get(0).backends().orNull()).isEqualTo(Set.of(Backend.CUDA));
        assertThat(machine.devices().get(0).freeBytes().isKnown()).isFalse();
    }

    @Test
    void parse_yaml_isTheSameMachine() {
        String yaml = """
                name: mine
                os: linux
                cpuFeatures: [avx2]
                cores: 8
                ramBytes: 17179869184
                memoryLimitBytes: none
                devices:
                  - {id: gpu0, vendor: nvidia, memoryBytes: 8589934592, computeCapability: "8.9", backends: [cuda]}
                """;
        assertThat(MachineFile.parse("mine.json", yaml)).isEqualTo(MachineFile.parse("mine.json", JSON));
    }

    @Test
    void of_treeOfARequest_continuesItsPointer() throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(MachineFile.of("mine.json", "/machine", mapper.readTree(JSON)))
                .isEqualTo(MachineFile.parse("mine.json", JSON));
        var tree = mapper.readTree(JSON.replace("\"nvidia\"", "\"nvida\""));
        CatalogException refusal =
                catchThrowableOfType(CatalogException.class, () -> MachineFile.of("the request", "/machine", tree));
        assertThat(refusal)
                .hasMessageStartingWith("the request: /machine/devices/0/vendor: 'nvida'; allowed: nvidia, amd")
                .hasMessageEndingWith("Maybe you meant 'nvidia'.");
        assertThat(refusal.pointer()).isEqualTo("/machine/devices/0/vendor");
        assertThat(refusal.line()).isEmpty();
    }

    @Test
    void parse_badFacts_sayLineAndPointer() {
        assertThat(refusal(JSON.replace("8589934592", "0")))
                .hasMessageStartingWith("mine.json:5: /devices/0/memoryBytes: the number 0;");
        assertThat(refusal(JSON.replace("\"none\"", "\"unlimited\"")))
                .hasMessageContaining("/memoryLimitBytes: 'unlimited'; allowed: none");
        assertThat(refusal(JSON.replace("\"cores\": 8", "\"cores\": 0"))).hasMessageContaining("/cores: the number 0");
        assertThat(refusal(JSON.replace("\"ramBytes\"", "\"ramByte\""))).hasMessageContaining("meant 'ramBytes'");
        assertThat(refusal(JSON.replace("\"name\": \"mine\",", ""))).hasMessageContaining("no 'name'");
        assertThat(refusal(JSON.replace("\"ramBytes\"", "\"ramFreeBytes\": 99999999999, \"ramBytes\"")))
                .hasMessageContaining("ramFreeBytes is 99999999999, more than ramBytes 17179869184");
        assertThat(refusal("{\"name\": ")).hasMessageContaining("not readable");
        assertThat(refusal("[]")).hasMessageContaining("a map of fields");
        assertThat(refusal("{\"name\":1, \"name\":2}")).hasMessageContaining("'name' again");
        assertThat(refusal("{\"x\":".repeat(40))).hasMessageContaining("not readable");
    }

    @Test
    void parse_limitInBytes_isKept() {
        Machine machine = MachineFile.parse("mine.json", JSON.replace("\"none\"", "1024"));
        assertThat(machine.memoryLimitBytes().orNull()).isEqualTo(MemoryLimit.of(1024));
    }
}

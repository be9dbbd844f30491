package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.runtime.DeviceList;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.Measurement;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Vulkan backend, on Mesa's driver that computes on the processor. Its first use of a kernel takes it seconds. */
@Timeout(300)
@Tag("slow")
class LlamaCppVulkanTest {
    @TempDir
    static Path models;

    @TempDir
    static Path folder;

    private static Host host;
    private static Path random;

    @BeforeAll
    static void open() throws Exception {
        host = new Host(folder);
        random = Models.random(models);
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1})
    void layers_allOrSomeOnTheDevice_giveTheSentenceAndAreThere(int gpuLayers) throws Exception {
        Worker worker = host.worker(TestLibraries.vulkanEngine(), Models.known(models), Host.onVulkan(512, gpuLayers));
        assertThat(Host.greedy(worker, KnownAnswerModel.PROMPT, 64).text().strip())
                .isEqualTo(KnownAnswerModel.SENTENCE);
        MemoryUse device = worker.memory().get(0);
        assertThat(device.device()).isEqualTo("Vulkan0");
        assertThat(device.weightsBytes()).isPositive();
        assertThat(device.contextBytes()).isEqualTo(gpuLayers == 3 ? 131072 : 0);
        worker.close();
    }

    @Test
    void randomModel_greedy_saysTheSameOnDeviceAndProcessor() throws Exception {
        Worker device = host.worker(TestLibraries.vulkanEngine(), random, Host.onVulkan(512, 5));
        Worker processor = host.worker(TestLibraries.vulkanEngine(), random, Host.onCpu(512));
        assertThat(Host.greedy(device, "w1 w2 w3", 64).text())
                .isEqualTo(Host.greedy(processor, "w1 w2 w3", 64).text())
                .isNotEmpty();
        assertThat(processor.memory()).extracting(MemoryUse::device).containsExactly(MemoryUse.HOST);
        cancelsAndGoesOn(device);
    }

    private static void cancelsAndGoesOn(Worker worker) throws Exception {
        for (int i = 0; i < 5; i++) {
            CompletableFuture<Void> spoke = new CompletableFuture<>();
            CompletableFuture<Ended> ended = CompletableFuture.supplyAsync(() -> worker.generate(
                    GenerationRequest.free(new Prompt.Text("w1 ".repeat(100)), 400, Sampling.greedy(), List.of()),
                    text -> spoke.complete(null)));
            spoke.get(60, TimeUnit.SECONDS);
            long start = System.nanoTime();
            assertThat(worker.cancel()).isTrue();
            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(Ended.Cancelled.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        }
        assertThat(Host.greedy(worker, "w1 w2 w3", 4).pieces()).hasSize(4);
    }

    @Test
    void devices_ofTheVulkanLibraries_areTheDriversAndTheProcessor() throws Exception {
        List<EngineDevice> devices = devices(TestLibraries.vulkanEngine());
        assertThat(devices).extracting(EngineDevice::backend).containsExactly("vulkan", "cpu");
        assertThat(devices.get(0).name()).isEqualTo("Vulkan0");
        assertThat(devices.get(0).kind()).isIn("gpu", "integrated-gpu");
        assertThat(devices).allMatch(device -> device.totalBytes() >= device.freeBytes() && device.freeBytes() > 0);
        assertThat(devices(TestLibraries.cpuEngine()))
                .extracting(EngineDevice::backend)
                .containsExactly("cpu");
    }

    @Test
    void measurement_beforeTheLoad_isWhatTheLoadTakes() throws Exception {
        Plan plan = new Plan(TestLibraries.vulkanEngine(), random, Host.onVulkan(512, 5), List.of());
        Measurement measurement = host.workers().measure(plan);
        assertThat(measurement).isInstanceOf(Measurement.Known.class);
        List<MemoryUse> measured = ((Measurement.Known) measurement).measured().memory();
        Worker worker = host.worker(plan.engine(), random, plan.settings());
        assertThat(worker.memory().get(0)).isEqualTo(measured.get(0));
        assertThat(((Measurement.Known) measurement).measured().layers()).isEqualTo(5);
    }

    @Test
    void backend_withoutADevice_isRefusedAndNotReplaced() throws Exception {
        assertRefused(TestLibraries.vulkanEngine(), settings("cuda", List.of()), "no cuda backend", "Vulkan0");
        assertRefused(TestLibraries.cpuEngine(), settings("vulkan", List.of()), "no vulkan backend", "CPU");
        Engine noDriver = LlamaCppEngine.of(
                TestLibraries.vulkan(), TestLibraries.VERSION, Map.of("VK_ICD_FILENAMES", "/nowhere.json"));
        assertRefused(noDriver, settings("vulkan", List.of()), "the vulkan driver has no device");
    }

    @Test
    void device_thatIsNotThere_isRefused() throws Exception {
        assertRefused(
                TestLibraries.vulkanEngine(),
                settings("vulkan", List.of("Vulkan1")),
                "The device Vulkan1 of the backend vulkan is not there",
                "Vulkan0 (llvmpipe");
        assertRefused(TestLibraries.vulkanEngine(), settings("vulkan", List.of("CPU")), "CPU");
    }

    private static LoadSettings settings(String backend, List<String> devices) {
        return new LoadSettings(Purpose.GENERATE, 512, 64, 64, 2, backend, devices, 3, 0, "f16", false);
    }

    private static void assertRefused(Engine engine, LoadSettings settings, String... words) throws Exception {
        assertThat(host.failure(engine, random, settings))
                .isInstanceOfSatisfying(WorkerFailure.LoadFailed.class, failed -> {
                    assertThat(failed.problem()).isEqualTo(LoadProblem.UNSUPPORTED_SETTINGS);
                    assertThat(failed.reason()).contains(words);
                });
    }

    private static List<EngineDevice> devices(Engine engine) throws Exception {
        DeviceList list = host.workers().devices(engine);
        assertThat(list).isInstanceOf(DeviceList.Listed.class);
        return ((DeviceList.Listed) list).devices();
    }
}

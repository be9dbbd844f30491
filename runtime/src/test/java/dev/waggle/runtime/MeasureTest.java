package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.MemoryUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an engine tells before a model is loaded, and what follows from it. */
@Timeout(60)
class MeasureTest {
    private static final long PLENTY = 1L << 40;

    @TempDir
    Path folder;

    private Workers workers(long freeBytes) throws IOException {
        return new Workers(folder, Deadlines.standard(), () -> OptionalLong.of(freeBytes), WorkerLogs.none());
    }

    private Plan plan(Engine engine, MemoryUse... estimate) {
        return new Plan(engine, folder.resolve("model"), Requests.settings(128), List.of(estimate));
    }

    private static WorkerFailure refused(Opening opening) {
        return Bench.failure(opening);
    }

    @Test
    void devices_ofAnEngine_areListedAndNothingIsLeft() throws Exception {
        DeviceList list = workers(PLENTY).devices(FakeWorker.that("behaves"));
        assertThat(list)
                .isInstanceOfSatisfying(
                        DeviceList.Listed.class,
                        listed -> assertThat(listed.devices())
                                .extracting(EngineDevice::name)
                                .containsExactly("CPU", "FAKE0"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void devices_ofAnEngineThatDies_areAFailure() throws Exception {
        assertThat(workers(PLENTY).devices(FakeWorker.that("exits-at-once")))
                .isInstanceOfSatisfying(
                        DeviceList.Failed.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(WorkerFailure.Crashed.class));
    }

    @Test
    void measure_ofAPlan_isTheEnginesCount() throws Exception {
        assertThat(workers(PLENTY).measure(plan(FakeWorker.measuring("behaves"))))
                .isInstanceOfSatisfying(Measurement.Known.class, known -> {
                    assertThat(known.measured().layers()).isEqualTo(2);
                    assertThat(known.measured().memory())
                            .singleElement()
                            .satisfies(use -> assertThat(use.totalBytes()).isEqualTo(FakeWorker.HOST_BYTES));
                });
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void open_withAnEstimate_hasASecondOpinion() throws Exception {
        Plan plan = plan(FakeWorker.measuring("behaves"), new MemoryUse("host", FakeWorker.HOST_BYTES / 2, 0, 0, 0));
        try (Worker worker = Bench.worker(workers(PLENTY).open(plan, fraction -> {}))) {
            assertThat(worker.opinion()).hasValueSatisfying(opinion -> {
                assertThat(opinion.disagrees()).isTrue();
                assertThat(opinion.worstRatio()).hasValue(2);
            });
        }
    }

    @Test
    void open_withAnEngineThatCountsNothing_hasNoOpinion() throws Exception {
        try (Worker worker = Bench.worker(workers(0).open(plan(FakeWorker.that("behaves")), fraction -> {}))) {
            assertThat(worker.opinion()).isEmpty();
            assertThat(worker.memory()).isEmpty();
        }
    }

    @Test
    void hostMemory_withTooLittleFree_isRefusedBeforeLoading() throws Exception {
        List<Object> loading = new ArrayList<>();
        WorkerFailure failure =
                refused(workers(FakeWorker.HOST_BYTES - 1).open(plan(FakeWorker.measuring("behaves")), loading::add));
        assertThat(failure)
                .isEqualTo(new WorkerFailure.NoLongerFits("host", FakeWorker.HOST_BYTES, FakeWorker.HOST_BYTES - 1));
        assertThat(failure.message()).contains("100.0 MiB").contains("smaller context");
        assertThat(loading).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void deviceMemory_withTooLittleFree_isRefused() throws Exception {
        WorkerFailure failure =
                refused(workers(PLENTY).open(plan(FakeWorker.measuring("too-large-on-device")), fraction -> {}));
        assertThat(failure)
                .isEqualTo(new WorkerFailure.NoLongerFits(
                        "FAKE0", FakeWorker.DEVICE_FREE_BYTES + 1, FakeWorker.DEVICE_FREE_BYTES));
    }

    @Test
    void memory_thatIsFilledToTheLastByte_isLoaded() throws Exception {
        Plan plan = plan(FakeWorker.measuring("on-device"));
        try (Worker worker = Bench.worker(workers(FakeWorker.HOST_BYTES).open(plan, fraction -> {}))) {
            assertThat(worker.memory()).extracting(MemoryUse::device).containsExactly("host", "FAKE0");
        }
    }

    @Test
    void freeMemory_thatNobodyKnows_isNotHeldAgainstThePlan() throws Exception {
        Workers workers = new Workers(folder, Deadlines.standard(), OptionalLong::empty, WorkerLogs.none());
        Bench.worker(workers.open(plan(FakeWorker.measuring("behaves")), fraction -> {}))
                .close();
    }

    @Test
    void load_withoutMemory_tellsEstimateAndPeak() throws Exception {
        MemoryUse estimate = new MemoryUse("host", 64L << 20, 0, 0, 0);
        WorkerFailure failure = refused(workers(PLENTY).open(plan(FakeWorker.that("no-memory"), estimate), f -> {}));
        assertThat(failure).isInstanceOfSatisfying(WorkerFailure.OutOfMemory.class, memory -> {
            assertThat(memory.estimate()).containsExactly(estimate);
            assertThat(memory.peakResidentBytes().orElseThrow()).isBetween(1L << 20, 1L << 30);
            assertThat(memory.message()).contains("64.0 MiB of host").contains("it was seen with");
        });
    }
}

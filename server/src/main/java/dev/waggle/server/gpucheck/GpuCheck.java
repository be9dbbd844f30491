package dev.waggle.server.gpucheck;

import dev.waggle.hardware.Detection;
import dev.waggle.hardware.MachineDetector;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.models.synthetic.Dimensions;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.RandomModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.DeviceList;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.SecondOpinion;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.llamacpp.LlamaCppEngine;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import dev.waggle.runtime.protocol.Usage;
import dev.waggle.server.app.Quantity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Prints what this machine's GPU is by our detection and by the engine, then generates on it, weighs it, times it, cancels
 * and kills. Exit code 0 when everything was as it should be, 1 when not, 69 when there is no GPU of the backend.
 */
public final class GpuCheck {
    private static final int PROMPT_WORDS = 170;
    private static final int ANSWER_TOKENS = 128;
    private static final int CONTEXT_TOKENS = 4_096;

    /** A word is three tokens of the model that is timed, its space among them. */
    private static final int LONG_PROMPT_WORDS = 1_300;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final String backend;
    private final Engine engine;
    private final Path folder;
    private final Workers workers;
    private int faults;

    private GpuCheck(String backend, Engine engine, Path folder) throws IOException {
        this.backend = backend;
        this.engine = engine;
        this.folder = folder;
        this.workers = new Workers(folder.resolve("workers"), Deadlines.standard());
    }

    /**
     * Runs the check.
     *
     * @param args backend ({@code cuda}, {@code vulkan}, {@code metal}), the folder of the engine's libraries, its version, a
     *     folder to work in, and layers × width of the model that is timed, such as {@code 32x4096}
     */
    public static void main(String[] args) throws IOException, InterruptedException, ModelFileException {
        String[] shape = args[4].split("x", -1);
        Engine engine = LlamaCppEngine.of(Path.of(args[1]), args[2]);
        GpuCheck check = new GpuCheck(args[0], engine, Files.createDirectories(Path.of(args[3])));
        System.exit(check.run(Integer.parseInt(shape[0]), Integer.parseInt(shape[1])));
    }

    private int run(int layers, int width) throws IOException, InterruptedException, ModelFileException {
        detection();
        List<EngineDevice> gpus = devices();
        if (gpus.isEmpty()) {
            out.println("no GPU of backend " + backend + ": nothing to check");
            return 69;
        }
        knownSentence();
        Path large = folder.resolve("timed.gguf");
        int heads = Math.max(4, width / 128);
        new RandomModel(
                        new Dimensions(
                                SyntheticArchitecture.LLAMA,
                                layers,
                                width,
                                heads,
                                heads / 4,
                                width * 7 / 2,
                                8_192,
                                GgmlType.Q8_0),
                        1)
                .writeZeros(large);
        timed(large, layers);
        Files.delete(large);
        out.println(faults == 0 ? "ALL AS IT SHOULD BE" : faults + " NOT AS IT SHOULD BE");
        return faults == 0 ? 0 : 1;
    }

    private void title(String text) {
        out.println();
        out.println("== " + text);
    }

    private void expect(boolean condition, String what) {
        out.println((condition ? "ok     " : "FAULT  ") + what);
        if (!condition) faults++;
    }

    private void detection() {
        title("detected by Waggle (NVIDIA's runtime, and the system)");
        Detection detection = MachineDetector.detect();
        detection.machine().devices().forEach(device -> out.println(device));
        detection.notes().forEach(note -> out.println("note: " + note));
    }

    private List<EngineDevice> devices() {
        title("seen by " + engine.name().name() + " " + engine.name().version());
        DeviceList list = workers.devices(engine);
        if (list instanceof DeviceList.Failed failed) {
            expect(false, failed.failure().message());
            return List.of();
        }
        List<EngineDevice> devices = ((DeviceList.Listed) list).devices();
        for (EngineDevice device : devices)
            out.printf(
                    Locale.ROOT,
                    "%s | %s | %s, %s | %d of %d bytes free%n",
                    device.name(),
                    device.description(),
                    device.backend(),
                    device.kind(),
                    device.freeBytes(),
                    device.totalBytes());
        return devices.stream()
                .filter(device -> device.backend().equals(backend))
                .toList();
    }

    private LoadSettings settings(int gpuLayers, int contextTokens) {
        return new LoadSettings(
                Purpose.GENERATE, contextTokens, 2_048, 512, 4, backend, List.of(), gpuLayers, 0, "f16", true);
    }

    private void knownSentence() throws IOException {
        title("generation, word for word");
        for (SyntheticArchitecture architecture : List.of(SyntheticArchitecture.LLAMA, SyntheticArchitecture.QWEN2)) {
            Path file = folder.resolve("known.gguf");
            new KnownAnswerModel(KnownAnswerModel.SENTENCE, architecture, GgmlType.F16).write(file);
            for (int layers : new int[] {3, 1}) {
                String said = said(file, layers);
                expect(
                        said.equals(KnownAnswerModel.SENTENCE),
                        architecture + ", " + layers + " of 3 layers on the GPU: " + said);
            }
            Files.delete(file);
        }
    }

    private String said(Path file, int gpuLayers) {
        Opening opening = workers.open(new Plan(engine, file, settings(gpuLayers, 256), List.of()), fraction -> {});
        if (opening instanceof Opening.Failed failed) return failed.failure().message();
        try (Worker worker = ((Opening.Ready) opening).worker()) {
            StringBuilder text = new StringBuilder();
            Ended ended = worker.generate(request(KnownAnswerModel.PROMPT, 64), text::append);
            return ended instanceof Ended.Finished ? text.toString() : text + " " + ended;
        }
    }

    private static GenerationRequest request(String prompt, int maxTokens) {
        return GenerationRequest.free(new Prompt.Text(prompt), maxTokens, Sampling.greedy(), List.of());
    }

    private void timed(Path file, int layers) throws IOException, InterruptedException, ModelFileException {
        title("a model of " + Quantity.bytes(Files.size(file)) + ", zero weights, Q8_0, all layers on the GPU");
        LoadSettings settings = settings(layers + 1, CONTEXT_TOKENS);
        Plan plan = new Plan(engine, file, settings, Estimate.of(file, backend, settings));
        long freeBefore = free();
        long start = System.nanoTime();
        Opening opening = workers.open(plan, fraction -> {});
        if (opening instanceof Opening.Failed failed) {
            expect(false, failed.failure().message());
            return;
        }
        try (Worker worker = ((Opening.Ready) opening).worker()) {
            out.printf(
                    Locale.ROOT,
                    "loaded in %d ms, ready after %d ms%n",
                    worker.loadMillis(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            memory(plan, worker, freeBefore - free());
            speed(worker);
            cancel(worker);
            killed(worker);
        }
    }

    private long free() {
        return workers.devices(engine) instanceof DeviceList.Listed listed
                ? listed.devices().stream()
                        .filter(device -> device.backend().equals(backend))
                        .mapToLong(EngineDevice::freeBytes)
                        .sum()
                : 0;
    }

    private void memory(Plan plan, Worker worker, long taken) {
        for (SecondOpinion.Compared memory : new SecondOpinion(plan.estimate(), worker.memory()).memories())
            out.printf(
                    Locale.ROOT,
                    "%s: estimated %d bytes, the engine's buffers %d bytes, ratio %.4f%n",
                    memory.device(),
                    memory.estimatedBytes().orElse(0),
                    memory.measuredBytes(),
                    memory.ratio().orElse(Double.NaN));
        long buffers = worker.memory().stream()
                .filter(use -> !use.device().equals(MemoryUse.HOST))
                .mapToLong(MemoryUse::totalBytes)
                .sum();
        out.printf(
                Locale.ROOT,
                "the GPU has %d bytes less free: %d beyond the engine's buffers%n",
                taken,
                taken - buffers);
        expect(buffers > 0, "the model lies on the GPU");
        worker.peakResidentBytes()
                .ifPresent(peak -> out.println("peak of the process in the machine's memory: " + peak + " bytes"));
    }

    private void speed(Worker worker) {
        String prompt = "w1 ".repeat(PROMPT_WORDS);
        for (int round = 0; round < 3; round++) {
            Ended ended = worker.generate(request(prompt, ANSWER_TOKENS), text -> {});
            if (!(ended instanceof Ended.Finished finished)) {
                expect(false, "round " + round + ": " + ended);
                return;
            }
            Usage usage = finished.usage();
            out.printf(
                    Locale.ROOT,
                    "prompt %d tokens in %d ms, %.0f tokens/s; answer %d tokens in %d ms, %.1f tokens/s%n",
                    usage.promptTokens(),
                    usage.promptMillis(),
                    Quantity.perSecond(usage.promptTokens(), usage.promptMillis()),
                    usage.completionTokens(),
                    usage.generationMillis(),
                    Quantity.perSecond(usage.completionTokens(), usage.generationMillis()));
        }
    }

    private void cancel(Worker worker) throws InterruptedException {
        title("cancel and kill");
        worker.generate(request("w1", 8), text -> {});
        cancel(worker, request("w1 ".repeat(LONG_PROMPT_WORDS), 1), 20, "during the prompt");
        cancel(worker, request("w1", CONTEXT_TOKENS - 100), 300, "between tokens");
    }

    private void cancel(Worker worker, GenerationRequest request, int afterMillis, String when)
            throws InterruptedException {
        long[] cancelled = new long[1];
        Thread canceller = new Thread(
                () -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(afterMillis);
                    } catch (InterruptedException e) {
                        return;
                    }
                    cancelled[0] = System.nanoTime();
                    worker.cancel();
                },
                "cancel");
        canceller.start();
        Ended ended = worker.generate(request, text -> {});
        long end = System.nanoTime();
        canceller.join();
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, end - cancelled[0]));
        expect(
                cancelled[0] != 0 && millis <= 500 && ended instanceof Ended.Cancelled,
                when + ": " + ended.getClass().getSimpleName() + ", free " + millis + " ms after the cancel");
    }

    private void killed(Worker worker) throws InterruptedException {
        long[] killed = new long[1];
        Thread killer = new Thread(
                () -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(300);
                    } catch (InterruptedException e) {
                        return;
                    }
                    killed[0] = System.nanoTime();
                    ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
                },
                "kill");
        killer.start();
        Ended ended = worker.generate(request("w1", CONTEXT_TOKENS - 100), text -> {});
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, System.nanoTime() - killed[0]));
        killer.join();
        boolean told = killed[0] != 0
                && ended instanceof Ended.Failed failed
                && failed.failure() instanceof WorkerFailure.Crashed;
        expect(told && millis <= 1_000, "killed while generating: told after " + millis + " ms: " + ended);
    }
}

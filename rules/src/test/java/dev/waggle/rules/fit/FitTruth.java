package dev.waggle.rules.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.models.ShapeReading;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.fit.FitQuestion.FitSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Measurements of llama.cpp 0.5.0's own allocator, and this arithmetic's answer to each. */
final class FitTruth {
    private FitTruth() {}

    /** The models of the measurements, by name. */
    static Map<String, ModelFile> models(Path folder) throws ModelFileException {
        Map<String, ModelFile> models = new LinkedHashMap<>();
        for (String name : ModelHeaders.sizes().keySet())
            models.put(name, ModelFile.read(ModelHeaders.restore(name, folder)));
        return models;
    }

    static ModelShape shapeOf(ModelFile model) {
        if (model.shape() instanceof ShapeReading.Known known) return known.shape();
        throw new IllegalStateException("no shape of " + model.name());
    }

    static List<JsonNode> lines() {
        ObjectMapper json = new ObjectMapper();
        InputStream resource = ModelHeaders.class.getResourceAsStream("/fit/truth.jsonl.gz");
        if (resource == null) throw new IllegalStateException("no fixture fit/truth.jsonl.gz");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            List<JsonNode> nodes = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) nodes.add(json.readTree(line));
            return nodes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One device of one measurement: measured and computed bytes of weights, context, compute and all of them. */
    record Point(
            String architecture, String model, String kind, String device, List<Long> measured, List<Long> computed) {
        static final int WEIGHTS = 0;
        static final int CONTEXT = 1;
        static final int COMPUTE = 2;
        static final int TOTAL = 3;

        double error(int part) {
            double from = measured.get(part);
            double to = computed.get(part);
            return from == to ? 0 : (to - from) / Math.max(1, from);
        }
    }

    /** The devices of a measurement, the host's buffers taken together. */
    static List<Point> points(JsonNode line, ModelFile model, ModelProfile profile) {
        int gpus = line.get("gpus").asInt();
        int layers = profile.shapes().layers();
        long[] equal = new long[gpus];
        Arrays.fill(equal, 1L << 34);
        LayerSplit split = LayerSplit.of(layers, line.get("gpu_layers").asInt(), LayerSplit.shares(equal));
        int experts = line.get("moe_layers_on_host").asInt();
        LlamaCppMemory memory = memory(line, profile);
        List<Point> points = new ArrayList<>();
        for (int gpu = 0; gpu < gpus; gpu++)
            points.add(point(line, model, "GPU" + gpu, memory.onDevice(split, gpu, experts, "gpu" + gpu, 0)));
        points.add(point(line, model, "host", memory.onHost(split, experts, 0)));
        return points;
    }

    private static LlamaCppMemory memory(JsonNode line, ModelProfile profile) {
        FitSettings settings = new FitSettings(
                line.get("context").asLong(),
                line.get("sequences").asInt(),
                line.get("batch").asInt(),
                line.get("ubatch").asInt(),
                line.get("kv_type").asText(),
                line.get("flash_attention").asInt() == 1,
                line.get("unified_kv").asInt() == 1);
        int rows = line.get("output_rows").asInt();
        return LlamaCppMemory.of(
                profile,
                settings,
                CacheType.byName(settings.kvType()).orElseThrow(),
                rows == 0 ? settings.ubatchTokens() : rows,
                line.get("cuda_fa_temporaries").asInt() == 1);
    }

    private static Point point(JsonNode line, ModelFile model, String device, Fit.Part part) {
        long[] measured = new long[4];
        line.get("buffers").properties().forEach(buffer -> {
            boolean onHost = !buffer.getKey().startsWith("GPU");
            if (!buffer.getKey().equals(device) && !(onHost && device.equals("host"))) return;
            measured[Point.WEIGHTS] += buffer.getValue().get("weights").asLong();
            measured[Point.CONTEXT] += buffer.getValue().get("context").asLong();
            measured[Point.COMPUTE] += buffer.getValue().get("compute").asLong();
        });
        measured[Point.TOTAL] = measured[0] + measured[1] + measured[2];
        long[] computed = {part.weightsBytes(), part.kvBytes() + part.recurrentBytes(), part.computeBytes(), 0};
        computed[Point.TOTAL] = computed[0] + computed[1] + computed[2];
        return new Point(
                model.architecture(), line.get("model").asText(), kind(line), device, boxed(measured), boxed(computed));
    }

    private static List<Long> boxed(long[] bytes) {
        return Arrays.stream(bytes).boxed().toList();
    }

    /** What kind of placement a measurement is of. */
    private static String kind(JsonNode line) {
        int gpus = line.get("gpus").asInt();
        int layers = line.get("gpu_layers").asInt();
        if (gpus == 0) return line.get("cpu_repack").asInt() == 1 ? "cpu-repack" : "cpu";
        String experts = line.get("moe_layers_on_host").asInt() > 0 ? "-experts-on-host" : "";
        return (layers == 99 ? "full" : layers == 0 ? "none" : "partial") + experts + "-" + gpus + "gpu";
    }
}

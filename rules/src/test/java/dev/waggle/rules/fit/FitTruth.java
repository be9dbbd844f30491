package dev.waggle.rules.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.fit.FitQuestion.DeviceCapacity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Measurements of llama.cpp 0.5.0's own allocator, and the questions they answer. */
final class FitTruth {
    /** Measurements of 29 models, and of further architectures. */
    private static final List<String> FIXTURES = List.of("/fit/truth.jsonl.gz", "/fit/truth-more.jsonl.gz");

    private FitTruth() {}

    /** The models of the measurements, by name. */
    static Map<String, ModelFile> models(Path folder) throws ModelFileException {
        Map<String, ModelFile> models = new LinkedHashMap<>();
        for (String name : ModelHeaders.sizes().keySet())
            models.put(name, ModelFile.read(ModelHeaders.restore(name, folder)));
        return models;
    }

    /** One measurement: what was asked, and what llama.cpp would have allocated. */
    record Measurement(
            String model, String kind, FitSettings settings, LayerCounts counts, int gpus, JsonNode buffers) {
        FitQuestion question(ModelFile file) {
            List<DeviceCapacity> devices = new ArrayList<>();
            for (int gpu = 0; gpu < gpus; gpu++) devices.add(new DeviceCapacity("gpu" + gpu, 1L << 50));
            return new FitQuestion(file, false, settings, counts, devices, 1L << 50, 0, 0);
        }

        /** Buffers as text, comparable with {@link #text(Fit)}. */
        String text() {
            Map<String, String> lines = new TreeMap<>();
            buffers.properties().forEach(buffer -> {
                JsonNode bytes = buffer.getValue();
                lines.put(
                        buffer.getKey(),
                        bytes.get("weights") + " " + bytes.get("context") + " " + bytes.get("compute"));
            });
            return lines.toString();
        }
    }

    static String text(Fit fit) {
        Map<String, String> lines = new TreeMap<>();
        for (Fit.Buffer buffer : fit.buffers())
            lines.put(buffer.name(), buffer.weightsBytes() + " " + buffer.contextBytes() + " " + buffer.computeBytes());
        return lines.toString();
    }

    static List<Measurement> measurements() {
        List<Measurement> measurements = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String fixture : FIXTURES) {
            InputStream resource = ModelHeaders.class.getResourceAsStream(fixture);
            if (resource == null) throw new IllegalStateException("no fixture " + fixture);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine())
                    measurements.add(measurement(json.readTree(line)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return measurements;
    }

    private static Measurement measurement(JsonNode line) {
        FitSettings settings = new FitSettings(
                line.get("context").asLong(),
                line.get("sequences").asInt(),
                line.get("batch").asInt(),
                line.get("ubatch").asInt(),
                line.get("kv_type").asText(),
                line.get("flash_attention").asInt() == 1,
                line.get("unified_kv").asInt() == 1,
                line.get("output_rows").asLong(),
                line.get("cuda_fa_temporaries").asInt() == 1,
                line.get("cpu_repack").asInt() == 1);
        return new Measurement(
                line.get("model").asText(),
                kind(line),
                settings,
                new LayerCounts(
                        line.get("gpu_layers").asInt(),
                        line.get("moe_layers_on_host").asInt()),
                line.get("gpus").asInt(),
                line.get("buffers"));
    }

    /** What kind of placement a measurement is of. */
    private static String kind(JsonNode line) {
        int gpus = line.get("gpus").asInt();
        int layers = line.get("gpu_layers").asInt();
        if (gpus == 0) return line.get("cpu_repack").asInt() == 1 ? "processor, repacked" : "processor";
        String where = gpus == 1 ? "one GPU" : "two GPUs";
        if (line.get("moe_layers_on_host").asInt() > 0) return where + ", experts in RAM";
        return where + (layers == 99 ? ", all layers" : layers == 0 ? ", no layer" : ", some layers");
    }
}

package dev.waggle.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.server.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Measurements of llama.cpp 0.5.0's own allocator. */
final class FitTruthLines {
    private FitTruthLines() {}

    /** Of each of these models one measurement of every way to place its layers. */
    static List<ObjectNode> of(Set<String> models) {
        List<ObjectNode> lines = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        for (ObjectNode line : all()) {
            String model = line.get("model").textValue();
            String kind = model
                    + line.get("gpus")
                    + line.get("gpu_layers")
                    + line.get("kv_type")
                    + line.get("flash_attention")
                    + line.get("cpu_repack")
                    + line.get("moe_layers_on_host").asBoolean();
            if (models.contains(model) && kinds.add(kind)) lines.add(line);
        }
        return lines;
    }

    private static List<ObjectNode> all() {
        InputStream resource = ModelHeaders.class.getResourceAsStream("/fit/truth.jsonl.gz");
        if (resource == null) throw new IllegalStateException("no fixture fit/truth.jsonl.gz");
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            List<ObjectNode> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine())
                lines.add((ObjectNode) Json.MAPPER.readTree(line));
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

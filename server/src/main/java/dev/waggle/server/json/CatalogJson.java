package dev.waggle.server.json;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of the catalog as JSON. */
public final class CatalogJson {
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private CatalogJson() {}

    /** Every field of a worker's row; what does not apply is absent, engines are named by id. */
    public static Map<String, @Nullable Object> worker(WorkerEntry worker) {
        Map<String, @Nullable Object> json = Json.MAPPER.convertValue(worker, OBJECT);
        json.put("engine", worker.engine().id());
        Map<String, String> byOs = new TreeMap<>();
        worker.enginesByOs().forEach((os, engine) -> byOs.put(os, engine.id()));
        json.put("enginesByOs", byOs);
        json.values().removeIf(Objects::isNull);
        return json;
    }

    /** A model and its variants. */
    public static Map<String, @Nullable Object> model(ModelEntry model) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", model.id());
        json.put("name", model.name());
        json.put("repository", model.repository());
        json.put("license", model.license());
        json.put("gated", model.gated());
        json.put("tasks", model.tasks());
        List<Map<String, @Nullable Object>> variants =
                model.variants().stream().map(CatalogJson::variant).toList();
        json.put("variants", variants);
        json.put("recalled", model.recalled());
        json.put("source", model.source());
        return json;
    }

    private static Map<String, @Nullable Object> variant(VariantEntry variant) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", variant.id());
        json.put("format", variant.format());
        json.put("architecture", variant.architecture());
        json.put("quantization", variant.quantization());
        json.put("parameters", variant.parameters());
        json.put("fileBytes", variant.fileBytes());
        json.put("contextTokens", variant.trainedContextTokens());
        return json;
    }
}

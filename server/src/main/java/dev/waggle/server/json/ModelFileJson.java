package dev.waggle.server.json;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.models.ShapeReading;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model's file says, as JSON; what the file doesn't say is null. */
public final class ModelFileJson {
    private ModelFileJson() {}

    /** All that is known of the model; the tensor table only where asked for. */
    public static Map<String, @Nullable Object> of(ModelFile model, boolean withTensors) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                "files",
                model.files().stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .toList());
        json.put("format", model.format());
        json.put("architecture", model.architecture());
        json.put("name", model.name());
        json.put("quantization", model.quantization());
        json.put("parameters", model.parameters());
        json.put("activeParameters", model.activeParameters());
        json.put("fileBytes", model.fileBytes());
        json.put("contextTokens", model.contextTokens());
        json.put("tokenizer", model.tokenizer());
        json.put("chatTemplate", model.chatTemplate());
        json.put("tiedEmbeddings", model.tiedEmbeddings());
        json.put("shape", model.shape() instanceof ShapeReading.Known known ? shape(known.shape()) : null);
        json.put("bytesByType", model.bytesByType());
        if (withTensors) json.put("tensors", model.tensors());
        return json;
    }

    private static Map<String, @Nullable Object> shape(ModelShape shape) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("layers", shape.layers());
        json.put("predictionLayers", shape.predictionLayers());
        json.put("embeddingLength", shape.embeddingLength());
        json.put("vocabulary", shape.vocabulary());
        json.put("feedForwardLengths", shape.feedForwardLengths());
        json.put("attention", shape.attention());
        json.put("experts", shape.experts());
        json.put("recurrent", shape.recurrent() == null ? null : recurrent(shape.recurrent()));
        return json;
    }

    private static Map<String, Object> recurrent(ModelShape.Recurrent recurrent) {
        if (recurrent instanceof ModelShape.StateSpace state) return Map.of("stateSpace", state);
        if (recurrent instanceof ModelShape.TimeMix mix) return Map.of("timeMix", mix);
        return Map.of("shortConvolution", recurrent);
    }
}

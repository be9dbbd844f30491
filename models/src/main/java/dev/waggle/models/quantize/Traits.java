package dev.waggle.models.quantize;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.models.ShapeReading;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a mixture looks at besides names.
 *
 * @param architecture {@code general.architecture}
 * @param layers {@code block_count}; the highest block's number plus one where the shape is unknown
 * @param sharedHeads query heads that share a key and value head in the first layer; 0 where it doesn't attend
 * @param experts 0 where the model is dense
 * @param is70b true for the models that llama.cpp knows as 70B: it spares their small value matrices
 */
record Traits(String architecture, int layers, int sharedHeads, int experts, boolean is70b) {
    private static final Set<String> OF_70B_AT_80_LAYERS = Set.of("qwen2", "deci", "olmo");

    static Traits of(ModelFile model) {
        if (!(model.shape() instanceof ShapeReading.Known known))
            return new Traits(model.architecture(), countedLayers(model), 0, 0, false);
        ModelShape shape = known.shape();
        ModelShape.Experts experts = shape.experts();
        int shared = sharedHeads(shape.attention());
        return new Traits(
                model.architecture(),
                shape.layers(),
                shared,
                experts == null ? 0 : experts.count(),
                is70b(model.architecture(), shape.layers(), shared));
    }

    private static int sharedHeads(ModelShape.@Nullable Attention attention) {
        if (attention == null || attention.keyValueHeads().get(0) == 0) return 0;
        return attention.heads().get(0) / attention.keyValueHeads().get(0);
    }

    private static int countedLayers(ModelFile model) {
        return 1
                + model.tensors().stream()
                        .mapToInt(tensor -> FileOrder.layer(tensor.name()))
                        .max()
                        .orElse(-1);
    }

    /** The cases of LLM_TYPE_70B in src/models/*.cpp. */
    private static boolean is70b(String architecture, int layers, int sharedHeads) {
        return switch (architecture) {
            case "llama" -> layers == 80 && sharedHeads != 1;
            case "jais2" -> layers == 68;
            default -> layers == 80 && OF_70B_AT_80_LAYERS.contains(architecture);
        };
    }
}

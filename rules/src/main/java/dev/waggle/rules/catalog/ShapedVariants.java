package dev.waggle.rules.catalog;

import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufTensor;
import dev.waggle.models.quantize.Requantizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Variants whose sizes follow from the shape of their model: a header in one quantization. */
final class ShapedVariants {
    private static final String MXFP4 = "MXFP4";

    private final ModelFile base;
    private final @Nullable String safetensorsArchitecture;
    private final Map<String, ModelFile> computed = new HashMap<>();

    ShapedVariants(ModelFile base, @Nullable String safetensorsArchitecture) {
        this.base = base;
        this.safetensorsArchitecture = safetensorsArchitecture;
    }

    /** The variant of a row whose fields have been checked. */
    VariantEntry of(Row row, String id, String quantization) {
        return row.text("format").equals("gguf") ? gguf(row, id, quantization) : safetensors(row, id, quantization);
    }

    private VariantEntry gguf(Row row, String id, String quantization) {
        ModelFile file = file(row, quantization);
        return new VariantEntry(
                id,
                "gguf",
                file.architecture(),
                quantization,
                file.bytesByType().keySet().stream().map(GgmlType::name).collect(Collectors.toSet()),
                file.parameters(),
                file.fileBytes(),
                file.contextTokens(),
                file);
    }

    /** Of the types that GGUF lacks, F8 has the table of BF16, with 1 byte an element. */
    private VariantEntry safetensors(Row row, String id, String quantization) {
        ModelFile file = file(row, quantization.equals("F8_E4M3") ? "BF16" : quantization);
        return new VariantEntry(
                id,
                "safetensors",
                safetensorsArchitecture,
                quantization,
                Set.of(quantization),
                file.parameters(),
                bytes(quantization),
                file.contextTokens(),
                file);
    }

    /** The base itself, or what llama-quantize would make of it; computed once for each quantization. */
    private ModelFile file(Row row, String quantization) {
        if (quantization.equals(base.quantization())) return base;
        if (!Requantizer.labels().contains(quantization))
            throw row.bad(
                    "quantization",
                    "'" + quantization + "' of a shape in " + base.quantization(),
                    "the shape's own, " + String.join(", ", Requantizer.labels()),
                    "");
        return computed.computeIfAbsent(quantization, label -> Requantizer.requantize(base, label));
    }

    /** Bytes of all tensors, headers left out. In an MXFP4 release what is not MXFP4 is BF16. */
    private long bytes(String dtype) {
        return switch (dtype) {
            case "F32" -> 4 * base.parameters();
            case "F8_E4M3" -> base.parameters();
            case MXFP4 ->
                base.tensors().stream().mapToLong(ShapedVariants::mxfp4Bytes).sum();
            default -> 2 * base.parameters();
        };
    }

    private static long mxfp4Bytes(GgufTensor tensor) {
        return tensor.type() == GgmlType.MXFP4 ? tensor.bytes() : 2 * tensor.elements();
    }
}

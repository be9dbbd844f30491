package dev.waggle.rules.catalog;

import dev.waggle.models.ModelFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads a row of {@code models/}. */
final class ModelReader {
    private static final List<String> FIELDS = List.of(
            "id",
            "name",
            "repository",
            "license",
            "gated",
            "tasks",
            "shape",
            "architecture",
            "parameters",
            "safetensorsArchitecture",
            "tokenizerFiles",
            "variants",
            "recalled",
            "source");
    private static final List<String> VARIANT_FIELDS = List.of("id", "format", "quantization", "fileBytes", "recalled");

    private final Row row;
    private final String id;

    private ModelReader(Node node, String id) {
        this.row = Row.of(node, id, FIELDS);
        this.id = id;
    }

    static ModelEntry read(Node node, String id, Map<String, ModelFile> shapes) {
        return new ModelReader(node, id).read(shapes);
    }

    private ModelEntry read(Map<String, ModelFile> shapes) {
        String repository = row.text("repository");
        if (!repository.matches("[\\w.-]+/[\\w.-]+"))
            throw row.bad("repository", "'" + repository + "'", "owner/name", "");
        return new ModelEntry(
                id,
                row.text("name"),
                repository,
                row.text("license"),
                row.truth("gated"),
                row.someOf("tasks", Vocabulary.TASKS),
                row.texts("tokenizerFiles"),
                row.has("shape") ? shaped(shapes) : unshaped(),
                row.truthOrFalse("recalled"),
                row.text("source"));
    }

    private List<VariantEntry> shaped(Map<String, ModelFile> shapes) {
        for (String field : List.of("architecture", "parameters"))
            if (row.has(field)) throw row.bad(field, "'" + field + "' beside a shape", "what the shape says", "");
        ModelFile base = Objects.requireNonNull(shapes.get(row.oneOf("shape", shapes.keySet())));
        ShapedVariants variants = new ShapedVariants(base, row.textOrNull("safetensorsArchitecture"));
        List<VariantEntry> entries = new ArrayList<>();
        for (Row variant : variants()) {
            if (variant.has("fileBytes"))
                throw variant.bad("fileBytes", "a size beside a shape", "none: the shape gives it", "");
            entries.add(variants.of(variant, variant.text("id"), quantization(variant)));
        }
        return entries;
    }

    private List<VariantEntry> unshaped() {
        String architecture = row.text("architecture");
        long parameters = row.whole("parameters", 1, Row.MOST);
        return variants().stream()
                .map(variant -> new VariantEntry(
                        variant.text("id"),
                        variant.oneOf("format", Vocabulary.FORMATS),
                        architecture,
                        quantization(variant),
                        Set.of(quantization(variant)),
                        parameters,
                        variant.wholeOrNull("fileBytes", 1, Row.MOST),
                        null,
                        null))
                .toList();
    }

    private List<Row> variants() {
        List<Row> variants = row.rows("variants", VARIANT_FIELDS);
        if (variants.isEmpty()) throw row.bad("variants", "no variant", "one or more", "");
        Set<String> ids = new HashSet<>();
        for (Row variant : variants) {
            variant.truthOrFalse("recalled");
            String variantId = variant.text("id");
            if (!variantId.matches("[A-Za-z0-9._-]+"))
                throw variant.bad("id", "'" + variantId + "'", "letters, digits, '.', '_' and '-'", "");
            if (!ids.add(variantId)) throw variant.bad("id", "'" + variantId + "' again", "each id once", "");
        }
        return variants;
    }

    private static String quantization(Row variant) {
        boolean isGguf = variant.oneOf("format", Vocabulary.FORMATS).equals("gguf");
        return variant.oneOf("quantization", isGguf ? Vocabulary.QUANTIZATIONS : Vocabulary.DTYPES);
    }
}

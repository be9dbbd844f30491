package dev.waggle.server.app;

import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.catalog.EngineEntry;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model file on this machine, as a model with one variant.
 *
 * @param file the file, the first one of several
 * @param entry what it says of itself
 */
public record LocalModel(Path file, ModelEntry entry) {
    private static final int ID_CHARACTERS = 80;

    /** The model of a file that was read; {@code engines} tell which architectures only embed. */
    public static LocalModel of(Path file, ModelFile model, Collection<EngineEntry> engines) {
        String name = String.valueOf(file.getFileName());
        Set<String> types =
                model.bytesByType().keySet().stream().map(GgmlType::name).collect(Collectors.toSet());
        VariantEntry variant = new VariantEntry(
                model.quantization(),
                model.format(),
                model.architecture(),
                model.quantization(),
                types,
                model.parameters(),
                model.fileBytes(),
                model.contextTokens(),
                model);
        boolean embeds = engines.stream()
                .anyMatch(engine -> engine.embeddingArchitectures().contains(model.architecture()));
        String title = model.name();
        ModelEntry entry = new ModelEntry(
                slug(name),
                title == null ? name : title,
                null,
                null,
                false,
                embeds ? List.of("embedding") : List.of("chat", "completion"),
                List.of(),
                List.of(variant),
                false,
                "the file itself");
        return new LocalModel(file, entry);
    }

    /** A file's name as an id: lower case, without its ending, other characters as hyphens. */
    static String slug(String fileName) {
        String slug = fileName.toLowerCase(Locale.ROOT)
                .replaceAll("\\.gguf$", "")
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
        if (slug.isEmpty()) return "model";
        return slug.length() <= ID_CHARACTERS ? slug : slug.substring(0, ID_CHARACTERS);
    }

    /** The only variant. */
    public VariantEntry variant() {
        return entry.variants().get(0);
    }
}

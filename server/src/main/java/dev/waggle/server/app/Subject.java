package dev.waggle.server.app;

import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person named: a model and those of its variants that are meant.
 *
 * @param model the model
 * @param variants the one that was named, or all; at least one
 * @param file where it lies on this machine; null for a model of the catalog
 */
public record Subject(
        ModelEntry model,
        List<VariantEntry> variants,
        @Nullable Path file) {
    /** Copies the list. */
    public Subject {
        if (variants.isEmpty()) throw new IllegalArgumentException(model.id() + " has no variant");
        variants = List.copyOf(variants);
    }
}

package dev.waggle.rules.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person names, with the files it can be had as. A model of the catalog, or a file registered on this
 * machine.
 *
 * @param id slug {@code [a-z0-9.-]+}
 * @param name as shown to people
 * @param repository such as {@code meta-llama/Llama-3.1-8B-Instruct}; null for a local file
 * @param license null where unknown
 * @param gated true where its licence must be accepted before it can be downloaded
 * @param tasks chat, completion, embedding, image; the first is what it is for; empty where unknown
 * @param tokenizerFiles tokenizer files in the repository
 * @param variants what can be loaded, in the catalog's order
 * @param recalled whether a figure was written from memory
 * @param source where the facts come from
 */
public record ModelEntry(
        String id,
        String name,
        @Nullable String repository,
        @Nullable String license,
        boolean gated,
        List<String> tasks,
        List<String> tokenizerFiles,
        List<VariantEntry> variants,
        boolean recalled,
        String source) {
    /** Copies the lists. */
    public ModelEntry {
        tasks = List.copyOf(tasks);
        tokenizerFiles = List.copyOf(tokenizerFiles);
        variants = List.copyOf(variants);
    }

    /** The variant of that id. */
    public Optional<VariantEntry> variant(String variantId) {
        return variants.stream()
                .filter(variant -> variant.id().equals(variantId))
                .findFirst();
    }
}

package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;

/**
 * Settings as a graph sees them, all resolved.
 *
 * @param tokens of the micro-batch, a multiple of {@code sequences}
 * @param outputs tokens whose logits are computed
 * @param sequences in the micro-batch, each with as many tokens
 * @param streams caches that sequences don't share: 1 where they share one, else {@code sequences}
 * @param cells tokens one stream of the cache holds
 * @param windowCells the same for layers that see a window
 * @param flash whether attention is computed without its matrix of scores
 * @param cacheType of keys and values
 * @param march2025 whether the graph is built as b4916 did, before gates were one operation and caches took rows by index
 */
public record GraphSettings(
        long tokens,
        long outputs,
        long sequences,
        long streams,
        long cells,
        long windowCells,
        boolean flash,
        GgmlType cacheType,
        boolean march2025) {}

package dev.waggle.rules.fit;

import dev.waggle.models.gguf.GgmlType;

/**
 * Settings as llama.cpp 0.5.0 resolves them (llama_context's constructor, llama_kv_cache_iswa's constructor).
 *
 * @param cells of a stream's cache, the tokens it can hold
 * @param windowCells cells of the layers that see a window
 * @param streams caches, one for all sequences or one for each
 * @param sequences held at once
 * @param ubatch tokens computed at once
 * @param outputRows tokens whose logits are computed at once
 * @param flash whether attention is computed without its full matrix
 * @param type of keys and values
 * @param temporaries whether CUDA unpacks a quantized cache for flash attention
 */
record Workload(
        long cells,
        long windowCells,
        long streams,
        long sequences,
        long ubatch,
        long outputRows,
        boolean flash,
        GgmlType type,
        boolean temporaries) {
    /** llama.cpp pads caches to so many cells (llama_context, GGML_PAD(n_ctx, 256)). */
    private static final long CELL_STEP = 256;

    /** Resolves settings that were checked. */
    static Workload of(FitSettings settings, LayerShapes shapes, GgmlType type) {
        long sequences = settings.sequences();
        boolean unified = settings.unifiedKv();
        boolean flash = settings.flashAttention() && shapes.flashes();
        long context = Exact.padded(settings.contextTokens(), CELL_STEP);
        long cells = unified ? context : Exact.padded(context / sequences, CELL_STEP);
        long most = shapes.cached() ? settings.contextTokens() : Exact.product(cells, unified ? 1 : sequences);
        long ubatch = Math.min(Math.min(settings.ubatchTokens(), settings.batchTokens()), most);
        long seen = Exact.sum(Exact.product(shapes.window(), unified ? sequences : 1), ubatch);
        long windowCells = shapes.window() == 0 ? 0 : Exact.padded(Math.min(cells, seen), CELL_STEP);
        return new Workload(
                cells,
                windowCells,
                unified ? 1 : sequences,
                sequences,
                ubatch,
                settings.outputRows() == 0 ? ubatch : Math.min(settings.outputRows(), ubatch),
                flash,
                type,
                settings.unpacksCache() && flash && type != GgmlType.F16);
    }
}

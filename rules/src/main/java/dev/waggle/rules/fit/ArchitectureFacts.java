package dev.waggle.rules.fit;

import dev.waggle.rules.fit.llama.GraphRecord;
import org.jspecify.annotations.Nullable;

/**
 * What llama.cpp's code, rather than a file, says of one architecture (src/models/*.cpp and create_memory, 0.5.0).
 *
 * @param graph which graph it has
 * @param cache what is known of its cache
 * @param cachedLayers so many layers from the start have a cache of their own; null where all that run have one
 * @param sharesCaches whether the last layers, as many as {@code attention.shared_kv_layers} says, use another's cache
 * @param hasOutput whether there is an output layer; encoders without one hold their token embedding once
 * @param copiesEmbedding whether the output layer is created before the embedding it shares, so that even the host holds
 *     it twice
 * @param flashAttention false where llama.cpp switches it off (llama_init_from_model)
 * @param window its sliding window, as far as a file doesn't say it
 */
public record ArchitectureFacts(
        GraphRecord graph,
        Cache cache,
        @Nullable Integer cachedLayers,
        boolean sharesCaches,
        boolean hasOutput,
        boolean copiesEmbedding,
        boolean flashAttention,
        Window window) {
    /** An architecture that nobody wrote a row for: as llama, with a graph guessed from its tensors. */
    public static final ArchitectureFacts UNRECORDED =
            new ArchitectureFacts(GraphRecord.GUESSED, Cache.KEPT, null, false, true, false, true, Window.AS_IN_FILE);

    /** What is known of a cache. */
    public enum Cache {
        /** Keys and values of tokens are kept, or recurrent state is. */
        KEPT,
        /** Nothing is kept between tokens: text encoders and diffusion models. */
        NONE,
        /** This arithmetic has no rule for it: indexers, delta attention with keys of its own, draft rings. */
        UNKNOWN
    }

    /**
     * A sliding window.
     *
     * @param tokens its width whatever a file says, unless the file says 0; 0 = there is none; null = the file's
     * @param period layers after which the pattern repeats, for files that don't say it (load_swa_pattern); all but one
     *     of them see a window, with 0 all; null = none does unless the file says so
     * @param wholeFirst whether the first layer of a period sees all, not the last
     */
    public record Window(@Nullable Long tokens, @Nullable Integer period, boolean wholeFirst) {
        /** What the file says, and nothing else. */
        public static final Window AS_IN_FILE = new Window(null, null, false);

        /** The width in tokens, 0 for none. */
        long width(boolean stated, long fromFile) {
            if (tokens == null) return fromFile;
            return stated && fromFile == 0 ? 0 : tokens;
        }

        /** Whether a layer sees a window only (llama_hparams::set_swa_pattern). */
        boolean covers(int layer, long everyPeriod) {
            if (everyPeriod == 0) return true;
            return wholeFirst ? layer % everyPeriod != 0 : layer % everyPeriod < everyPeriod - 1;
        }
    }

    /** Whether anything is kept between tokens. */
    boolean keepsCache() {
        return cache != Cache.NONE;
    }

    /** Layers from the start that have a cache of their own. */
    int layersWithCache(int layers, int predictionLayers, int shared) {
        if (cachedLayers != null) return Math.min(layers, cachedLayers);
        return layers - Math.max(predictionLayers, sharesCaches ? shared : 0);
    }
}

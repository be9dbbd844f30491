package dev.waggle.rules.fit.llama;

import org.jspecify.annotations.Nullable;

/**
 * The norms around the parts of a model's layers, by the names of their tensors; null where there is none. Names alone
 * don't tell: {@code post_attention_norm} is behind attention in some families, before the feed-forward part in others.
 *
 * @param beforeAttention norms attention's input
 * @param behindAttention norms what attention adds to the stream
 * @param beforeFeedForward norms the feed-forward part's input
 * @param behindFeedForward norms what the feed-forward part adds to the stream
 * @param weightless whether norms have no weights at all, as olmo's
 */
record LayerNorms(
        String beforeAttention,
        @Nullable String behindAttention,
        @Nullable String beforeFeedForward,
        @Nullable String behindFeedForward,
        boolean weightless) {

    /** Reads them off the last layer, which has all of them. */
    static LayerNorms of(GraphModel model) {
        int layer = model.layers - 1;
        String behindAttention = first(model, layer, "post_attention_norm", "attn_output_norm");
        String behindFeedForward = first(model, layer, "post_ffw_norm", "layer_output_norm");
        String beforeFeedForward = first(model, layer, "ffn_norm", "ffn_norm");
        boolean weightless =
                behindAttention == null && beforeFeedForward == null && model.layer(layer, "attn_norm.weight") == null;
        if (weightless) return new LayerNorms("attn_norm", null, "ffn_norm", null, true);
        if (beforeFeedForward == null && behindFeedForward == null)
            return new LayerNorms("attn_norm", null, behindAttention, null, false);
        return new LayerNorms("attn_norm", behindAttention, beforeFeedForward, behindFeedForward, false);
    }

    private static @Nullable String first(GraphModel model, int layer, String name, String otherwise) {
        if (model.layer(layer, name + ".weight") != null) return name;
        return model.layer(layer, otherwise + ".weight") != null ? otherwise : null;
    }
}

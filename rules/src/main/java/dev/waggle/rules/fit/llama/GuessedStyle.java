package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.llama.DecoderStyle.Layout;
import dev.waggle.rules.fit.llama.DecoderStyle.Rotation;
import dev.waggle.rules.fit.llama.DecoderStyle.Trait;
import dev.waggle.rules.fit.llama.ExpertStyle.Shared;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph for architectures without a record: the style that the file's tensors and keys make likely. What they don't
 * say, such as the order of additions, is as in most families. A file whose layers have tensors no style reads has none.
 */
final class GuessedStyle {
    private static final Set<String> READ = Set.of(
            "attn_norm",
            "attn_norm_2",
            "attn_qkv",
            "attn_q",
            "attn_k",
            "attn_v",
            "attn_q_norm",
            "attn_k_norm",
            "attn_sinks",
            "attn_output",
            "attn_output_norm",
            "post_attention_norm",
            "ffn_norm",
            "ffn_norm_exps",
            "ffn_gate",
            "ffn_up",
            "ffn_down",
            "ffn_act",
            "ffn_gate_inp",
            "ffn_gate_exps",
            "ffn_up_exps",
            "ffn_gate_up_exps",
            "ffn_down_exps",
            "exp_probs_b",
            "ffn_gate_inp_shexp",
            "ffn_gate_shexp",
            "ffn_up_shexp",
            "ffn_down_shexp",
            "post_ffw_norm",
            "layer_output_norm");

    private GuessedStyle() {}

    /** The likely graph; null where there is none. */
    static @Nullable ModelGraph graph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        if (!isUsual(model)) return null;
        if (isBert(model)) return new BertGraph(model, settings, places, model.global("position_embd.weight") == null);
        return new DecoderGraph(model, settings, places, of(model));
    }

    private static DecoderStyle of(GraphModel model) {
        DecoderStyle style = DecoderStyle.LLAMA.layout(layout(model)).experts(experts(model));
        if (!rotates(model)) style = style.rotation(Rotation.NONE);
        boolean embeds = model.cachedLayers() == 0 && model.global("output.weight") == null;
        return embeds ? style.with(Trait.EMBEDS) : style;
    }

    /** Whether each layer attends, feeds forward and does nothing else. */
    private static boolean isUsual(GraphModel model) {
        for (int layer = 0; layer < model.layers; layer++) {
            boolean projects =
                    has(model, layer, "attn_qkv") || (has(model, layer, "attn_q") && has(model, layer, "attn_k"));
            boolean feedsForward = has(model, layer, "ffn_down") || has(model, layer, "ffn_down_exps");
            if (!projects || !feedsForward || model.recurrent[layer]) return false;
            for (String tail : model.tails(layer)) {
                int dot = tail.indexOf('.');
                if (!READ.contains(dot < 0 ? tail : tail.substring(0, dot))) return false;
            }
        }
        return model.layers > 0;
    }

    /** Encoders that norm behind each part have no norm before one. */
    private static boolean isBert(GraphModel model) {
        int last = model.layers - 1;
        return model.cachedLayers() == 0
                && has(model, last, "attn_output_norm")
                && has(model, last, "layer_output_norm");
    }

    private static Layout layout(GraphModel model) {
        int last = model.layers - 1;
        if (has(model, last, "ffn_norm_exps")) return Layout.EXPERTS_BESIDE;
        LayerNorms norms = LayerNorms.of(model);
        if (norms.beforeFeedForward() == null && norms.behindFeedForward() == null)
            return Layout.PARALLEL_FEED_FORWARD_FIRST;
        if (has(model, last, "attn_norm_2")) return Layout.PARALLEL_FEED_FORWARD_FIRST;
        return model.keys.truth("use_parallel_residual", false) ? Layout.PARALLEL_RESIDUAL_FIRST : Layout.SEQUENTIAL;
    }

    /** Whether positions are neither learned nor a bias of attention; decoders that norm embeddings have such a bias. */
    private static boolean rotates(GraphModel model) {
        if (model.global("position_embd.weight") != null) return false;
        if (model.keys.real("attention.max_alibi_bias", 0) != 0) return false;
        return model.cachedLayers() == 0 || model.global("token_embd_norm.weight") == null;
    }

    private static ExpertStyle experts(GraphModel model) {
        boolean says = model.keys.has("expert_weights_norm") || model.keys.has("expert_gating_func");
        ExpertStyle style = says ? ExpertStyle.of(model.keys) : ExpertStyle.SOFTMAX;
        return has(model, model.layers - 1, "ffn_gate_inp_shexp") ? style.shared(Shared.SIGMOID) : style;
    }

    private static boolean has(GraphModel model, int layer, String name) {
        return model.layer(layer, name + ".weight") != null;
    }
}

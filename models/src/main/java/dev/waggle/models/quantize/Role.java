package dev.waggle.models.quantize;

import dev.waggle.models.gguf.GgufTensor;
import java.util.List;

/** What a matrix does in a model, as far as mixtures tell matrices apart ({@code tensor_category} in llama-quant.cpp). */
enum Role {
    OUTPUT,
    TOKEN_EMBEDDING,
    /** Attention values, also where they are one matrix with queries and keys, or compressed (MLA). */
    ATTENTION_VALUE,
    ATTENTION_KEY,
    ATTENTION_OUTPUT,
    FEED_FORWARD_DOWN,
    OTHER;

    /** Parts of names whose tensors stay as they are: small ones, or ones that suffer ({@code tensor_allows_quantization}). */
    private static final List<String> LEFT_ALONE = List.of(
            "_norm.weight",
            "ffn_gate_inp.weight",
            "ffn_gate_tid2eid.weight",
            "altup",
            "laurel",
            "per_layer_model_proj",
            "ssm_conv1d",
            "shortconv.conv.weight",
            "indexer.k_proj.weight",
            "indexer.q_proj.weight",
            "time_mix_first.weight",
            "time_mix_w0.weight",
            "time_mix_w1.weight",
            "time_mix_w2.weight",
            "time_mix_v0.weight",
            "time_mix_v1.weight",
            "time_mix_v2.weight",
            "time_mix_a0.weight",
            "time_mix_a1.weight",
            "time_mix_a2.weight",
            "time_mix_g1.weight",
            "time_mix_g2.weight",
            "time_mix_decay_w1.weight",
            "time_mix_decay_w2.weight",
            "time_mix_lerp_fused.weight",
            "attn_rel_b.weight",
            ".position_embd",
            "sam.pos_embd",
            "sam.neck.",
            "sam.net_",
            ".rel_pos",
            ".patch_embd",
            ".patch_merger",
            "a.rvq.codebook",
            "mm.a.code_embd");

    /** The role that a tensor's name tells. */
    static Role of(String name) {
        if (name.equals("output.weight")) return OUTPUT;
        if (name.equals("token_embd.weight") || name.equals("per_layer_token_embd.weight")) return TOKEN_EMBEDDING;
        if (name.contains("attn_qkv.weight") || name.contains("attn_kv_b.weight") || name.contains("attn_v.weight"))
            return ATTENTION_VALUE;
        if (name.contains("attn_k.weight")) return ATTENTION_KEY;
        if (name.contains("attn_output.weight")) return ATTENTION_OUTPUT;
        return name.contains("ffn_down") ? FEED_FORWARD_DOWN : OTHER;
    }

    /** True where a tensor is one that quantizing may change, whatever its type is now. */
    static boolean isQuantizable(GgufTensor tensor) {
        String name = tensor.name();
        if (!isMatrix(tensor.shape()) || !name.endsWith("weight")) return false;
        if (name.equals("position_embd.weight") || name.equals("token_types.weight")) return false;
        for (String part : LEFT_ALONE) if (name.contains(part)) return false;
        return true;
    }

    /** Dimensions of 1 at the end don't count, as in {@code ggml_n_dims}. */
    private static boolean isMatrix(List<Long> shape) {
        for (int i = 1; i < shape.size(); i++) if (shape.get(i) > 1) return true;
        return false;
    }
}

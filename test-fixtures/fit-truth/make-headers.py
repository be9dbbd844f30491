#!/usr/bin/env python3
"""Header-only GGUF files of well-known models' true shapes.

    make-headers.py LIST_TENSORS OUT [NAME...]

A model is given by the keys its conversion script writes. Which tensors it has, and of which shapes, is what the
library's own loader asks for (the program LIST_TENSORS); `opt` are those of the tensors it takes or leaves that the
real model has, as a regular expression over names with or without "blk.N.". Types are llama-quantize's for the file type.
"""

import os
import re
import subprocess
import sys
import tempfile

import gguf_header

Q4_K_M, F16, Q8_0, MXFP4_MOE = 15, 1, 7, 38
MODELS = {}


def model(name, arch, keys, opt="", file_type=Q4_K_M, shapes=None):
    """Adds a model; keys without a dot before them get the architecture's prefix.

    shapes: a tensor's shape where the loader tries several, by its name without "blk.N.".
    """
    MODELS[name] = (arch, keys, opt, file_type, shapes or {})


def shape(vocab, ctx, embd, layers, ff, heads=None, kv=None, rms=None, ln=None, base=None, rot=None, head=None, **more):
    """The keys almost every model has. rms or ln is the norm's epsilon, rot the rotated part of a head."""
    keys = {"vocab_size": vocab, "context_length": ctx, "embedding_length": embd, "block_count": layers}
    if ff is not None:
        keys["feed_forward_length"] = ff
    if heads is not None:
        keys["attention.head_count"] = heads
    if kv is not None:
        keys["attention.head_count_kv"] = kv
    if rms is not None:
        keys["attention.layer_norm_rms_epsilon"] = rms
    if ln is not None:
        keys["attention.layer_norm_epsilon"] = ln
    if base is not None:
        keys["rope.freq_base"] = base
    if head is not None:
        keys["attention.key_length"] = head
        keys["attention.value_length"] = head
    if rot is not None:
        keys["rope.dimension_count"] = rot
    for key, value in more.items():
        keys[key.replace("__", ".")] = value
    return keys


UNTIED = r"output\.weight"
QKV_BIAS = r"attn_[qkv]\.bias"
ALL_BIAS = r".*\.bias"


def any_of(*parts):
    return "|".join(parts)


# ---- the listed families ------------------------------------------------------------------------------------------

model("ministral3-8b", "mistral3", shape(
    131072, 262144, 4096, 34, 14336, 32, 8, rms=1e-5, base=1e6, rot=128, head=128,
    attention__temperature_scale=0.1, rope__scaling__type="yarn", rope__scaling__factor=16.0,
    rope__scaling__original_context_length=16384, rope__scaling__yarn_beta_fast=32.0,
    rope__scaling__yarn_beta_slow=1.0, rope__scaling__yarn_log_multiplier=1.0), UNTIED)

model("qwen15-moe-a2.7b", "qwen2moe", shape(
    151936, 8192, 2048, 24, 5632, 16, 16, rms=1e-6, base=1e6, expert_count=60, expert_used_count=4,
    expert_feed_forward_length=1408, expert_shared_feed_forward_length=5632), any_of(UNTIED, QKV_BIAS))

model("qwen3.5-9b", "qwen35", shape(
    248320, 262144, 4096, 32, 12288, 16, 4, rms=1e-6, base=1e7, rot=64, head=256,
    rope__dimension_sections=[11, 11, 10, 0], ssm__conv_kernel=4, ssm__state_size=128, ssm__group_count=16,
    ssm__time_step_rank=32, ssm__inner_size=4096, full_attention_interval=4), any_of(UNTIED, "attn_qkv.weight|attn_gate.weight|ssm_(alpha|beta).weight"))

model("gemma-7b", "gemma", shape(256000, 8192, 3072, 28, 24576, 16, 16, rms=1e-6, head=256))

model("phi2", "phi2", shape(51200, 2048, 2560, 32, 10240, 32, 32, ln=1e-5, rot=32), QKV_BIAS)

model("phi35-moe", "phimoe", shape(
    32064, 131072, 4096, 32, 6400, 32, 8, rms=1e-5, base=1e4, rot=128, attention__sliding_window=131072,
    expert_count=16, expert_used_count=2, rope__scaling__original_context_length=4096,
    rope__scaling__attn_factor=1.1902380714238083), any_of(UNTIED, ALL_BIAS, r"rope_factors_(long|short)\.weight"))

model("granite33-8b", "granite", shape(
    49159, 131072, 4096, 40, 12800, 32, 8, rms=1e-5, base=1e7, rot=128, embedding_scale=12.0, residual_scale=0.22,
    attention__scale=0.0078125, logit_scale=16.0))

model("granite31-3b-a800m", "granitemoe", shape(
    49155, 131072, 1536, 32, 512, 24, 8, rms=1e-6, base=1e7, rot=64, expert_count=40, expert_used_count=8,
    embedding_scale=12.0, residual_scale=0.22, attention__scale=0.015625, logit_scale=6.0), r"ffn_gate_exps\.weight")

model("jamba-mini", "jamba", shape(
    65536, 262144, 4096, 32, 14336, 32, [8 if i % 8 == 4 else 0 for i in range(32)], rms=1e-6,
    ssm__conv_kernel=4, ssm__inner_size=8192, ssm__state_size=16, ssm__time_step_rank=256,
    expert_count=16, expert_used_count=2), any_of(UNTIED, r"blk\.\d*[13579]\.ffn_gate_inp\.weight"))

LFM2_ATTENTION = (2, 5, 8, 10, 12, 14)
model("lfm2-1.2b", "lfm2", shape(
    65536, 128000, 2048, 16, 8192, 32, [8 if i in LFM2_ATTENTION else 0 for i in range(16)], rms=1e-5, base=1e6,
    shortconv__l_cache=3))

LFM2_MOE_ATTENTION = (2, 6, 10, 14, 18, 21)
model("lfm2-8b-a1b", "lfm2moe", shape(
    65536, 128000, 2048, 24, 7168, 32, [8 if i in LFM2_MOE_ATTENTION else 0 for i in range(24)], rms=1e-5, base=1e6,
    shortconv__l_cache=3, leading_dense_block_count=2, expert_count=32, expert_used_count=4,
    expert_feed_forward_length=1792, expert_gating_func=2), r"exp_probs_b\.bias")

model("rwkv6-finch-7b", "rwkv6", shape(
    65536, 1048576, 4096, 32, 14336, 0, ln=1e-5, wkv__head_size=64, time_mix_extra_dim=64, time_decay_extra_dim=128,
    rescale_every_n_layers=6), r"time_mix_lerp_fused\.weight")

model("command-r-08-2024", "command-r", shape(
    256000, 131072, 8192, 40, 24576, 64, 8, ln=1e-5, base=4e6, logit_scale=0.0625))

model("command-r7b", "cohere2", shape(
    256000, 8192, 4096, 32, 14336, 32, 8, ln=1e-5, base=5e4, rot=128, head=128, attention__sliding_window=4096,
    logit_scale=0.25))

model("olmo2-7b", "olmo2", shape(100352, 4096, 4096, 32, 11008, 32, 32, rms=1e-6, base=5e5))

model("stablelm2-1.6b", "stablelm", shape(
    100352, 4096, 2048, 24, 5632, 32, 32, ln=1e-5, rot=16, use_parallel_residual=False),
    any_of(QKV_BIAS, r"ffn_norm\.(weight|bias)"))

model("starcoder2-3b", "starcoder2", shape(49152, 16384, 3072, 30, 12288, 24, 2, ln=1e-5, base=999999.4), QKV_BIAS)

model("glm45-air", "glm4moe", shape(
    151552, 131072, 4096, 47, 10944, 96, 8, rms=1e-5, base=1e6, rot=64, head=128, expert_count=128, expert_used_count=8,
    expert_shared_count=1, leading_dense_block_count=1, expert_feed_forward_length=1408, expert_weights_scale=1.0,
    expert_weights_norm=True, expert_gating_func=2, nextn_predict_layers=1), r"(?!attn_qkv|attn_[qk]_norm|blk\.|.*scale).*")

model("smollm3-3b", "smollm3", shape(128256, 65536, 2048, 36, 11008, 16, 4, rms=1e-6, base=5e6, rot=128))

model("exaone4-32b", "exaone4", shape(
    102400, 131072, 5120, 64, 27392, 40, 8, rms=1e-5, base=1e6, head=128, attention__sliding_window=4096,
    attention__sliding_window_pattern=[i % 4 != 3 for i in range(64)]), any_of(UNTIED, r"rope_freqs\.weight"))
model("exaone4-1.2b", "exaone4", shape(102400, 65536, 2048, 30, 4096, 32, 8, rms=1e-5, base=1e6, head=64), r"rope_freqs\.weight")

model("ernie45-0.3b", "ernie4_5", shape(103424, 131072, 1024, 18, 3072, 16, 2, rms=1e-5, base=5e5, head=128))
model("ernie45-21b-a3b", "ernie4_5-moe", shape(
    103424, 131072, 2560, 28, 12288, 20, 4, rms=1e-5, base=5e5, head=128, expert_count=64, expert_used_count=6,
    expert_feed_forward_length=1536, expert_shared_feed_forward_length=3072, interleave_moe_layer_step=1,
    leading_dense_block_count=1), r"exp_probs_b\.bias|ffn_gate_exps\.weight")

model("modernbert-base", "modern-bert", shape(
    50368, 8192, 768, 22, 1152, 12, ln=1e-5, base=160000.0, rope__freq_base_swa=10000.0, attention__sliding_window=128,
    attention__sliding_window_pattern=3, attention__causal=False, pooling_type=2), file_type=F16)
model("nomic-embed-v1.5", "nomic-bert", shape(
    30528, 2048, 768, 12, 3072, 12, ln=1e-12, base=1000.0, attention__causal=False, pooling_type=1,
    **{".tokenizer.ggml.token_type_count": 2}), r"token_types\.weight|ffn_gate\.weight|attn_qkv\.weight", F16)


# ---- other common families ----------------------------------------------------------------------------------------

model("qwen25-vl-7b", "qwen2vl", shape(
    152064, 128000, 3584, 28, 18944, 28, 4, rms=1e-6, base=1e6, rope__dimension_sections=[16, 24, 24, 0]),
    any_of(UNTIED, QKV_BIAS))
model("falcon-7b", "falcon", shape(65024, 2048, 4544, 32, 18176, 71, 1, ln=1e-5), UNTIED)
model("pythia-2.8b", "gptneox", shape(50304, 2048, 2560, 32, 10240, 32, ln=1e-5, rot=20, use_parallel_residual=True))
model("bloom-7b1", "bloom", shape(250880, 2048, 4096, 30, 16384, 32, 32, ln=1e-5))
model("mpt-7b", "mpt", shape(50432, 2048, 4096, 32, 16384, 32, ln=1e-5, attention__max_alibi_bias=8.0))
model("starcoder-15b", "starcoder", shape(49152, 8192, 6144, 40, 24576, 48, 1, ln=1e-5))
model("internlm25-7b", "internlm2", shape(92544, 32768, 4096, 32, 14336, 32, 8, rms=1e-5, base=1e6))
model("baichuan2-7b", "baichuan", shape(125696, 4096, 4096, 32, 11008, 32, 32, rms=1e-6, rot=128))
model("baichuan2-13b", "baichuan", shape(125696, 4096, 5120, 40, 13696, 40, 40, rms=1e-6, rot=128))
model("orion-14b", "orion", shape(84608, 4096, 5120, 40, 15360, 40, 40, ln=1e-5))
model("glm4-9b-chat", "chatglm", shape(
    151552, 131072, 4096, 40, 13696, 32, 2, rms=1.5625e-7, base=5e6, rot=64), any_of(UNTIED, r"attn_qkv\.(weight|bias)"))
model("deepseek-moe-16b", "deepseek", shape(
    102400, 4096, 2048, 28, 10944, 16, 16, rms=1e-6, base=1e4, rot=128, expert_count=64, expert_used_count=6,
    expert_shared_count=2, expert_feed_forward_length=1408, leading_dense_block_count=1, expert_weights_scale=1.0), UNTIED)
model("arctic-480b", "arctic", shape(
    32000, 4096, 7168, 35, 4864, 56, 8, rms=1e-5, base=1e4, rot=128, expert_count=128, expert_used_count=2), UNTIED)
model("dbrx-132b", "dbrx", shape(
    100352, 32768, 6144, 40, 10752, 48, 8, ln=1e-5, base=5e5, attention__clamp_kqv=8.0, expert_count=16,
    expert_used_count=4))
model("grok-1", "grok", shape(
    131072, 8192, 6144, 64, 32768, 48, 8, rms=1e-5, base=1e4, head=128, expert_count=8, expert_used_count=2,
    expert_feed_forward_length=32768), r"ffn_gate_exps\.weight|layer_output_norm\.weight")
model("olmo-7b-0724", "olmo", shape(50304, 4096, 4096, 32, 11008, 32, 32, ln=1e-5), UNTIED)
model("olmo3-7b", "olmo2", shape(
    100278, 65536, 4096, 32, 11008, 32, 32, rms=1e-6, base=5e5, attention__sliding_window=4096,
    attention__sliding_window_pattern=[i % 4 != 3 for i in range(32)], rope__scaling__type="yarn",
    rope__scaling__factor=8.0, rope__scaling__original_context_length=8192))


def openelm_3b():
    def divisible(value, divisor):
        result = max(divisor, int(value + divisor / 2) // divisor * divisor)
        return result + divisor if result < 0.9 * value else result

    layers, embd, head, groups = 36, 3072, 128, 4
    queries = [divisible(embd * round(0.5 + 0.5 * i / (layers - 1), 2), head * groups) // head for i in range(layers)]
    ffs = [divisible(embd * round(0.5 + 3.5 * i / (layers - 1), 2), 256) for i in range(layers)]
    return shape(32000, 2048, embd, layers, ffs, queries, [q // groups for q in queries], rms=1e-6, base=1e4, rot=head,
                 head=head)


model("openelm-3b", "openelm", openelm_3b())
model("seed-oss-36b", "seed_oss", shape(
    155136, 524288, 5120, 64, 27648, 80, 8, rms=1e-6, base=1e7, rot=128, head=128), any_of(UNTIED, QKV_BIAS))
model("hunyuan-a13b", "hunyuan-moe", shape(
    128167, 262144, 4096, 32, 3072, 32, 8, rms=1e-5, base=11158840.0, head=128, expert_count=64, expert_used_count=8,
    expert_feed_forward_length=3072, expert_shared_feed_forward_length=3072))
model("hunyuan-7b", "hunyuan-dense", shape(128256, 262144, 4096, 32, 14336, 32, 8, rms=1e-5, base=11158840.0, head=128))
model("ling-lite", "bailingmoe", shape(
    126464, 16384, 2048, 28, 5632, 16, 4, rms=1e-6, base=6e5, rot=128, expert_count=64, expert_used_count=6,
    expert_shared_count=2, expert_feed_forward_length=1408, leading_dense_block_count=0, expert_weights_scale=1.0,
    expert_weights_norm=True))
model("dots1-142b", "dots1", shape(
    152064, 32768, 4096, 62, 10944, 32, 32, rms=1e-5, base=1e7, head=128, expert_count=128, expert_used_count=6,
    expert_shared_count=2, expert_feed_forward_length=1408, leading_dense_block_count=1, expert_weights_scale=2.5,
    expert_weights_norm=True, expert_gating_func=2), r"exp_probs_b\.bias")
model("plamo-13b", "plamo", shape(50432, 4096, 5120, 40, 13824, 40, 5, rms=1e-6))
model("xverse-7b", "xverse", shape(100534, 8192, 4096, 32, 11008, 32, 32, rms=1e-6, base=5e5, rot=128))
model("nemotron-mini-4b", "nemotron", shape(256000, 4096, 3072, 32, 9216, 24, 8, ln=1e-5, base=1e4, rot=64, head=128))
model("exaone35-7.8b", "exaone", shape(
    102400, 32768, 4096, 32, 14336, 32, 8, rms=1e-5, base=1e6, rot=128), any_of(UNTIED, r"rope_freqs\.weight"))
model("jais-13b", "jais", shape(84992, 2048, 5120, 40, 13653, 40, ln=1e-5, attention__max_alibi_bias=8.0))
model("gpt2-xl", "gpt2", shape(50257, 1024, 1600, 48, 6400, 25, ln=1e-5))
model("minicpm-2b", "minicpm", shape(
    122753, 4096, 2304, 40, 5760, 36, 36, rms=1e-5, rot=64, embedding_scale=12.0, residual_scale=0.22135943621178655,
    logit_scale=0.1111111111111111))
model("arwkv7-7b", "arwkv7", shape(
    152064, 1048576, 3584, 28, 18944, 0, rms=1e-6, wkv__head_size=64, attention__decay_lora_rank=64,
    attention__iclr_lora_rank=64, attention__value_residual_mix_lora_rank=32, attention__gate_lora_rank=0,
    token_shift_count=1), r"time_mix_(key|value|receptance)\.bias",
    shapes={"time_mix_lerp_fused.weight": [3584, 1, 1, 5]})
model("qrwkv6-32b", "rwkv6qwen2", shape(
    152064, 1048576, 5120, 64, 27648, 0, 8, rms=1e-5, wkv__head_size=128, time_mix_extra_dim=64, time_decay_extra_dim=128,
    token_shift_count=1), r"time_mix_(key|value|receptance)\.bias")
model("nomic-embed-v2-moe", "nomic-bert-moe", shape(
    250048, 512, 768, 12, 3072, 12, ln=1e-5, base=1e4, attention__causal=False, pooling_type=1, expert_count=8,
    expert_used_count=2, moe_every_n_layers=2, **{".tokenizer.ggml.token_type_count": 1}),
    r"token_types\.weight|attn_qkv\.weight|.*\.bias", F16)
model("jina-v2-base-en", "jina-bert-v2", shape(
    30528, 8192, 768, 12, 3072, 12, ln=1e-12, attention__causal=False, pooling_type=1,
    **{".tokenizer.ggml.token_type_count": 2}), any_of(QKV_BIAS, r"ffn_gate\.weight"), F16)


# ---- more families ------------------------------------------------------------------------------------------------

model("qwen3-vl-8b", "qwen3vl", shape(
    151936, 262144, 4096, 36, 12288, 32, 8, rms=1e-6, base=5e6, head=128, rope__dimension_sections=[24, 20, 20, 0],
    n_deepstack_layers=3), UNTIED)
model("qwen3-vl-30b-a3b", "qwen3vlmoe", shape(
    151936, 262144, 2048, 48, 6144, 32, 4, rms=1e-6, base=5e6, head=128, rope__dimension_sections=[24, 20, 20, 0],
    n_deepstack_layers=3, expert_count=128, expert_used_count=8, expert_feed_forward_length=768), UNTIED)
model("embeddinggemma-300m", "gemma-embedding", shape(
    262144, 2048, 768, 24, 1152, 3, 1, rms=1e-6, base=1e6, head=256, attention__sliding_window=512,
    attention__causal=False, pooling_type=1))
model("minimax-m2", "minimax-m2", shape(
    200064, 196608, 3072, 62, 1536, 48, 8, rms=1e-6, base=5e6, rot=64, head=128, expert_count=256, expert_used_count=8,
    expert_feed_forward_length=1536, expert_gating_func=2), UNTIED)
KIMI_ATTENTION = (3, 7, 11, 15, 19, 23, 26)
model("kimi-linear-48b-a3b", "kimi-linear", shape(
    163840, 1048576, 2304, 27, 9216, 32, [1 if i in KIMI_ATTENTION else 0 for i in range(27)], rms=1e-5, base=1e4,
    rot=64, attention__key_length=576, attention__value_length=512, attention__key_length_mla=192,
    attention__value_length_mla=128, attention__kv_lora_rank=512, ssm__conv_kernel=4, kda__head_dim=128,
    expert_count=256, expert_used_count=8, expert_shared_count=1, expert_feed_forward_length=1024,
    leading_dense_block_count=1, expert_weights_scale=2.446, expert_gating_func=2),
    r"ssm_conv1d_[qkv]\.weight|ssm_a|ffn_(gate|up|down)_shexp\.weight|exp_probs_b\.bias|output\.weight")
NEMOTRON_3 = "MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME"
model("nemotron3-nano-30b-a3b", "nemotron_h_moe", shape(
    131072, 262144, 2688, 52, [1856 if c == "E" else 0 for c in NEMOTRON_3], 32, [2 if c == "*" else 0 for c in NEMOTRON_3],
    rms=1e-5, ln=1e-5, base=1e4, rot=84, head=128, ssm__conv_kernel=4, ssm__inner_size=4096, ssm__state_size=128,
    ssm__time_step_rank=64, ssm__group_count=8, expert_count=128, expert_used_count=6, expert_shared_count=1,
    expert_feed_forward_length=1856, expert_shared_feed_forward_length=3712, expert_weights_norm=True,
    expert_weights_scale=2.5), any_of(UNTIED, r"ssm_conv1d\.bias|exp_probs_b\.bias"))
model("apertus-8b", "apertus", shape(
    131072, 65536, 4096, 32, 21504, 32, 8, rms=1e-5, base=12e6, rot=128,
    **{f".xielu.{key}": [1.0] * 32 for key in ("alpha_n", "alpha_p", "beta", "eps")}), any_of(UNTIED, r"rope_freqs\.weight"))
model("afm-4.5b", "arcee", shape(128128, 65536, 2560, 36, 18432, 20, 4, rms=1e-5, base=1e4, rot=128, head=128), UNTIED)
model("smallthinker-21b-a3b", "smallthinker", shape(
    151936, 16384, 2560, 52, 768, 28, 4, rms=1e-6, base=1.5e6, head=128, attention__sliding_window=4096, expert_count=64,
    expert_used_count=6, expert_feed_forward_length=768, expert_gating_func=2), UNTIED)
model("flan-t5-large", "t5", shape(
    32128, 512, 1024, 24, 2816, 16, rms=1e-6, head=64, attention__relative_buckets_count=32, decoder_start_token_id=0),
    r"output\.weight|enc\.blk\.0\.attn_rel_b\.weight|dec\.blk\.0\.attn_rel_b\.weight|.*ffn_gate\.weight", F16)
model("deepseek-v3.2", "deepseek32", shape(
    129280, 163840, 7168, 61, 18432, 128, 1, rms=1e-6, base=1e4, rot=64, attention__key_length=576,
    attention__value_length=512, attention__key_length_mla=192, attention__value_length_mla=128,
    attention__q_lora_rank=1536, attention__kv_lora_rank=512, attention__indexer__head_count=64,
    attention__indexer__key_length=128, attention__indexer__top_k=2048, expert_count=256, expert_used_count=8,
    expert_shared_count=1, expert_feed_forward_length=2048, leading_dense_block_count=3, expert_weights_scale=2.5,
    expert_weights_norm=True, expert_gating_func=2, expert_group_count=8, expert_group_used_count=4),
    any_of(UNTIED, r"exp_probs_b\.bias"))

# ---- other sizes of the commonest families --------------------------------------------------------------------------

model("llama32-3b", "llama", shape(128256, 131072, 3072, 28, 8192, 24, 8, rms=1e-5, base=5e5, rot=128), r"rope_freqs\.weight")
model("mistral-small-24b", "llama", shape(131072, 32768, 5120, 40, 32768, 32, 8, rms=1e-5, base=1e8, rot=128, head=128), UNTIED)
model("qwen25-32b", "qwen2", shape(152064, 32768, 5120, 64, 27648, 40, 8, rms=1e-6, base=1e6), any_of(UNTIED, QKV_BIAS))
model("qwen3-0.6b", "qwen3", shape(151936, 40960, 1024, 28, 3072, 16, 8, rms=1e-6, base=1e6, head=128))
model("qwen3-235b-a22b", "qwen3moe", shape(
    151936, 40960, 4096, 94, 12288, 64, 4, rms=1e-6, base=1e6, head=128, expert_count=128, expert_used_count=8,
    expert_feed_forward_length=1536), UNTIED)
model("gemma2-2b", "gemma2", shape(
    256000, 8192, 2304, 26, 9216, 8, 4, rms=1e-6, head=256, attention__sliding_window=4096,
    attn_logit_softcapping=50.0, final_logit_softcapping=30.0))
model("gemma3-1b", "gemma3", shape(
    262144, 32768, 1152, 26, 6912, 4, 1, rms=1e-6, base=1e6, head=256, attention__sliding_window=512))
model("gemma3-27b", "gemma3", shape(
    262208, 131072, 5376, 62, 21504, 32, 16, rms=1e-6, base=1e6, head=128, attention__sliding_window=1024,
    rope__scaling__type="linear", rope__scaling__factor=8.0))
model("phi4-14b", "phi3", shape(100352, 16384, 5120, 40, 17920, 40, 10, rms=1e-5, base=250000.0, rot=128),
    any_of(UNTIED, r"attn_qkv\.weight"))
model("gpt-oss-120b", "gpt-oss", shape(
    201088, 131072, 2880, 36, 2880, 64, 8, rms=1e-5, base=150000.0, rot=64, head=64, attention__sliding_window=128,
    expert_count=128, expert_used_count=4, expert_feed_forward_length=2880, rope__scaling__type="yarn",
    rope__scaling__factor=32.0, rope__scaling__original_context_length=4096), any_of(UNTIED, ALL_BIAS), MXFP4_MOE)
GRANITE_4_SMALL = (5, 15, 25, 35)
model("granite4-h-small", "granitehybrid", shape(
    100352, 131072, 4096, 40, 768, 32, [8 if i in GRANITE_4_SMALL else 0 for i in range(40)], rms=1e-5, base=1e4, rot=128,
    rope__scaling__finetuned=False, ssm__conv_kernel=4, ssm__inner_size=8192, ssm__state_size=128, ssm__group_count=1,
    ssm__time_step_rank=128, expert_count=72, expert_used_count=10, expert_shared_feed_forward_length=1536,
    embedding_scale=12.0, residual_scale=0.22, attention__scale=0.0078125, logit_scale=16.0),
    r"ffn_(gate|up|down)_(exps|shexp)\.weight|ffn_gate_inp\.weight|ssm_conv1d\.bias")
model("olmo2-32b", "olmo2", shape(100352, 4096, 5120, 64, 27648, 40, 8, rms=1e-6, base=5e5))
model("bge-small-en-v1.5", "bert", shape(
    30522, 512, 384, 12, 1536, 12, ln=1e-12, attention__causal=False, pooling_type=2,
    **{".tokenizer.ggml.token_type_count": 2}), r"token_types\.weight|(attn_[qkv]|attn_output|ffn_up|ffn_down)\.bias", F16)


# ---- make them ------------------------------------------------------------------------------------------------------

def make(list_tensors, out, name):
    arch, short, opt, file_type, shapes = MODELS[name]
    keys = {"general.architecture": arch, "general.name": name, "general.file_type": file_type,
            "general.quantization_version": 2, "tokenizer.ggml.model": "none"}
    for key, value in short.items():
        keys[key[1:] if key.startswith(".") else f"{arch}.{key}"] = value
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "keys.gguf")
        gguf_header.write(path, keys, [])
        run = subprocess.run([list_tensors, path, "--with", opt or "(?!)", "--file-type", str(file_type)],
                             capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError("\n".join(line for line in run.stderr.splitlines() if not line.startswith("-\t")) or str(run.returncode))
    tensors = []
    for line in run.stdout.splitlines():
        tensor, kind, dims = line.split("\t")
        dims = shapes.get(re.sub(r"^blk\.\d+\.", "", tensor), [int(n) for n in dims.split(",")])
        tensors.append((tensor, kind, dims))
    size = gguf_header.write(os.path.join(out, name + ".gguf"), keys, tensors)
    left = sorted({line.split("\t")[1].split(".", 2)[2] if line.startswith("-\tblk.") else line.split("\t")[1]
                   for line in run.stderr.splitlines() if line.startswith("-\t")})
    return size, len(tensors), left


def main():
    list_tensors, out, names = sys.argv[1], sys.argv[2], sys.argv[3:] or list(MODELS)
    failed = 0
    for name in names:
        try:
            size, count, left = make(list_tensors, out, name)
            print(f"{name}: {MODELS[name][0]}, {size / 1e9:.2f} GB, {count} tensors; left out: "
                  + " ".join(t for t in left if "scale" not in t))
        except (RuntimeError, ValueError) as problem:
            failed += 1
            print(f"{name}: FAILED {problem}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

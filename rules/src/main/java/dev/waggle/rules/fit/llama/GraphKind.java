package dev.waggle.rules.fit.llama;

/** The kinds of graphs; what a file's tensors and keys say isn't told apart here. */
public enum GraphKind {
    /** Not on record: what the file's tensors make likely. */
    GUESSED,
    /** Attention, then feed-forward, in one of the usual styles. */
    DECODER,
    /** Text encoders that norm behind each part; positions are learned or a bias of attention. */
    BERT,
    /** The same with rotated positions. */
    BERT_ROTATED,
    /** Multi-head latent attention. */
    LATENT,
    /** The same; what each part adds to the stream, and the output's input, are scaled. */
    LATENT_SCALED,
    /** The same; llama.cpp 0.5.0 stops at an assertion of its own with flash attention. */
    LATENT_WITHOUT_FLASH,
    /** Layers that rotate norm queries and keys, the others scale queries by their positions. */
    LLAMA4,
    /** Gemma without logits, whose tokens see each other. */
    GEMMA_EMBEDDING,
    GEMMA3N,
    GEMMA4,
    MAMBA,
    MAMBA2,
    /** Mamba layers among layers that attend. */
    JAMBA,
    /** Mamba-2 beside attention in each layer. */
    FALCON_H1,
    PLAMO2,
    /** Kimi's delta attention among layers of latent attention. */
    KIMI_LINEAR,
    /** Mamba-2 layers among layers that attend, a feed-forward part behind each. */
    GRANITE_HYBRID,
    /** Each layer is Mamba-2, attention or feed-forward. */
    NEMOTRON_H,
    /** Short convolutions among layers that attend. */
    LFM2,
    RWKV6,
    RWKV7,
    /** Time mixing of RWKV 6, and a gated feed-forward part. */
    RWKV6_GATED,
    /** Time mixing of RWKV 7, and a gated feed-forward part. */
    RWKV7_GATED,
    /** Gated delta net among layers that attend with a gate. */
    DELTA_NET,
    /** The same, with positions of four sections. */
    DELTA_NET_SECTIONS,
    /** Encoder and decoder; llama.cpp 0.5.0 stops at an assertion of its own with a cache for each sequence. */
    T5,
    T5_ENCODER;

    /** Whether layout, experts and traits of a style have a meaning. */
    public boolean hasStyle() {
        return rotatesByStyle()
                || this == LATENT
                || this == LATENT_SCALED
                || this == LATENT_WITHOUT_FLASH
                || this == LLAMA4;
    }

    /** Whether the style's rotation has a meaning. */
    public boolean rotatesByStyle() {
        return this == DECODER || this == GEMMA_EMBEDDING;
    }
}

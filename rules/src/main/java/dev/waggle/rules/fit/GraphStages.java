package dev.waggle.rules.fit;

/** Bytes that live at once in the stages of a micro-batch: the tensors that the graph's builders (src/llama-graph.cpp, 0.5.0) create. */
final class GraphStages {
    /** Small tensors beside the large ones: positions, indexes of outputs. */
    private static final long SMALL_TENSORS = 12 * 1024;

    /** Elements of a compressed key that rotate, and of an uncompressed key head, in all models of deepseek2. */
    private static final long LATENT_ROTATED = 64;

    private static final long LATENT_HEAD = 192;

    private final LayerShapes shapes;
    private final Workload work;
    private final boolean exact;
    private final long row;
    private final long stream;
    private final long mask;
    private final long query;
    private final long held;

    GraphStages(LayerShapes shapes, Workload work, boolean exact) {
        this.shapes = shapes;
        this.work = work;
        this.exact = exact;
        this.row = Exact.product(4, work.ubatch());
        this.stream = Exact.product(shapes.embedding(), row);
        this.query = Exact.product(shapes.heads(), shapes.keyLength(), row);
        this.mask = masks();
        this.held = Exact.sum(Exact.product(shapes.perLayerInput(), row), Exact.product(shapes.extraStreams(), stream));
    }

    long stream() {
        return stream;
    }

    /** Masks and value indexes. */
    long mask() {
        return mask;
    }

    /** The largest stage. */
    long largest() {
        return Exact.sum(
                SMALL_TENSORS,
                Exact.max(logits(), feedForward(), attention(), unpacking(), experts(), stateSpace(), timeMix()));
    }

    /**
     * Attention's masks, F16 with flash attention and F32 without (build_attn_inp_kq_mask), once for each kind of
     * cache, and the I64 index of each value element where values are stored transposed (build_input_v_idxs).
     */
    private long masks() {
        if (!shapes.attends()) return 0;
        long element = work.flash() ? 2 : 4;
        if (!shapes.cached()) return Exact.product(work.ubatch(), work.ubatch(), element);
        long cells = Exact.sum(work.cells(), work.windowCells());
        long indexes = work.flash() || shapes.latent()
                ? 0
                : Exact.product(8, work.ubatch(), shapes.mostValues(), shapes.window() > 0 ? 2 : 1);
        return Exact.sum(Exact.product(cells, work.ubatch(), element), indexes);
    }

    /**
     * The output layer: its input and its logits (build_graph's last matrix). With as many rows as the micro-batch has,
     * freed blocks are too small for them and stay below, up to a fifth more in architectures without a record.
     */
    private long logits() {
        if (shapes.vocabulary() == 0) return 0;
        long logits = Exact.product(4, work.outputRows(), Exact.sum(shapes.vocabulary(), shapes.embedding()));
        if (shapes.recurrent() && !shapes.attends()) logits = Math.addExact(logits, stream);
        boolean fragmented = !exact && work.outputRows() >= work.ubatch();
        return fragmented ? Math.addExact(logits, logits / 5) : logits;
    }

    /** The streams of a dense feed-forward part (build_ffn): gate, up and their product, or up alone. */
    long feedForwardStreams() {
        return Exact.product(shapes.gated() ? 3 : 1, shapes.feedForward(), row);
    }

    private long feedForward() {
        if (shapes.feedForward() == 0) return 0;
        long streams = shapes.cached() || shapes.gated() ? 3 : 2;
        long extra = shapes.extraStreams() == 3 ? 3 : 0;
        return Exact.sum(feedForwardStreams(), Exact.product(streams + extra, stream), mask, held);
    }

    /** Query, keys and result of a layer (build_attn_mha); without flash attention the full matrix of scores. */
    long attention() {
        if (!shapes.attends()) return 0;
        if (shapes.latent()) return latentAttention();
        long gate = shapes.doubleQuery() == 0 || query == 0
                ? 0
                : Exact.sum(Exact.product(shapes.doubleQuery(), row), stream);
        long streams = Exact.sum(mask, Exact.product(2, stream), Exact.product(2, query), held);
        if (work.flash()) return Exact.sum(streams, Exact.product(2, shapes.keyValueHeads(), shapes.keyLength(), row));
        long scores = Exact.product(shapes.heads(), shapes.cached() ? work.cells() : work.ubatch(), row);
        return Exact.sum(streams, scores, gate, shapes.cached() ? 0 : stream);
    }

    /** Latent attention (deepseek2's build with kv_lora_rank): a head's query, its compressed result and its key. */
    private long latentAttention() {
        long rank = shapes.keyLength() - LATENT_ROTATED;
        if (work.flash()) {
            long perHead = Exact.product(shapes.heads(), shapes.keyLength() + rank + LATENT_HEAD);
            return Exact.sum(mask, Exact.product(4, stream), Exact.product(Math.addExact(perHead, 2 * rank), row));
        }
        long perHead = Exact.sum(work.cells(), 2 * shapes.keyLength(), LATENT_HEAD);
        return Exact.sum(mask, Exact.product(3, stream), Exact.product(shapes.heads(), perHead, row));
    }

    /** CUDA's flash attention unpacks a layer's quantized cache to F16 (ggml_cuda_flash_attn_ext, 0.5.0). */
    private long unpacking() {
        if (!work.temporaries() || !shapes.cached() || !shapes.attends()) return 0;
        long elements = Exact.product(work.cells(), work.streams(), shapes.mostCached());
        return Exact.sum(mask, Exact.product(2, stream), Exact.product(2, query), Exact.product(2, elements), held);
    }

    /** Inputs that the host prepares beside devices: token embeddings, per-layer ones, positions and indexes. */
    long hostInputs() {
        long streams = shapes.cached() ? 2 : 3;
        long perLayer = Exact.product(shapes.perLayerInput(), row);
        return Exact.sum(Exact.product(streams, stream), perLayer, Exact.product(24, work.ubatch()));
    }

    /**
     * What layers on the host take there beyond inputs: a recurrent layer's scan, and a query, keys and values that are
     * rotated there (measured on phi3 and minicpm3; others take less). Devices compute the matrices.
     */
    long layersOnHost() {
        long rotated = Exact.sum(query, Exact.product(2, shapes.keyValueHeads(), shapes.keyLength(), row));
        if (shapes.timeMix()) return Exact.product(4, stream);
        return Math.max(rotated, Exact.product(shapes.stateInput() == 0 ? 3 : 7, shapes.inner(), row));
    }

    /** Experts widen: gate, up and their product for every expert used (build_moe_ffn). */
    long expertsUp() {
        return Exact.sum(Exact.product(3, expertStream()), Exact.product(3, stream), mask);
    }

    /** Experts narrow while their matrix is copied from the host. */
    long expertsDownCopied() {
        return Exact.sum(expertStream(), Exact.product(shapes.expertsUsed(), stream));
    }

    private long expertStream() {
        return Exact.product(shapes.expertsUsed(), shapes.expertFeedForward(), row);
    }

    private long experts() {
        if (shapes.expertFeedForward() == 0) return 0;
        long down = Exact.sum(
                Exact.product(2, shapes.expertsUsed(), stream), expertStream(), Exact.product(2, stream), mask);
        return Math.max(expertsUp(), down);
    }

    /** Mamba (build_mamba_layer) and Mamba-2 (build_mamba2_layer): projections, convolution and states. */
    private long stateSpace() {
        if (shapes.inner() == 0) return 0;
        long inner = Exact.product(shapes.inner(), row);
        if (shapes.stateInput() == 0) return Exact.sum(Exact.product(5, inner), Exact.product(2, stream));
        long states = Exact.product(8, work.sequences(), shapes.mostState());
        return Exact.sum(Exact.product(6, inner), Exact.product(shapes.stateInput(), row), stream, mask, states);
    }

    /** RWKV-7's time mixing (build_rwkv7_time_mix): eighteen streams and two states. */
    private long timeMix() {
        if (!shapes.timeMix()) return 0;
        long states = Exact.product(8, work.sequences(), shapes.mostState());
        return Exact.sum(Exact.product(18, stream), Exact.product(128, row), states);
    }
}

package dev.waggle.rules.fit;

/**
 * Scratch memory of the graph, as the largest of its stages: what lives at once while a micro-batch passes the widest
 * parts of a layer. The forms were read off v0.5.0's own allocator (ggml_gallocr_reserve under graph_reserve), the
 * measurements of the fixture {@code fit/truth.jsonl}; a stage names the tensors that live in it.
 *
 * @param whole bytes on a device where every layer is on devices
 * @param stream bytes of the residual stream
 * @param mask bytes of the attention masks and of the indexes values are written to
 * @param feedForwardBeside bytes while a dense feed-forward part runs whose matrices are copied from the host
 * @param attentionBeside bytes while a layer attends whose matrices are copied from the host, its cache not counted
 * @param expertsUpBeside bytes while experts widen whose matrices are copied from the host
 * @param expertsDownBeside bytes while experts narrow whose matrices are copied from the host
 * @param copies bytes each device of several takes for the inputs of three more micro-batches in flight
 * @param hostInputs bytes of the inputs on the host beside devices
 * @param layersOnHost bytes more on the host where it holds layers
 * @param offloads whether the micro-batch is large enough that devices compute the host's layers
 */
record ComputeMemory(
        long whole,
        long stream,
        long mask,
        long feedForwardBeside,
        long attentionBeside,
        long expertsUpBeside,
        long expertsDownBeside,
        long copies,
        long hostInputs,
        long layersOnHost,
        boolean offloads) {
    /** Devices compute the host's matrices from this many tokens on (ggml-cuda.cu, offload_op, min_batch_size). */
    private static final long OFFLOAD_TOKENS = 32;

    private static final long PIPELINE_COPIES = 4;

    /** The scratch memory of a workload; {@code exact} is false where the architecture has no record. */
    static ComputeMemory of(LayerShapes shapes, Workload work, boolean exact) {
        GraphStages stages = new GraphStages(shapes, work, exact);
        long stream = stages.stream();
        long mask = stages.mask();
        long inFlight = Exact.product(PIPELINE_COPIES - 1, mask);
        return new ComputeMemory(
                stages.largest(),
                stream,
                mask,
                Exact.sum(stages.feedForwardStreams(), stream, Exact.product(2, mask)),
                Exact.sum(stages.attention(), stream),
                stages.expertsUp(),
                Exact.sum(stages.expertsDownCopied(), mask, Exact.product(4, stream)),
                Exact.sum(inFlight, Exact.product(PIPELINE_COPIES, stream)),
                Exact.sum(stages.hostInputs(), mask),
                stages.layersOnHost(),
                work.ubatch() >= OFFLOAD_TOKENS);
    }

    /**
     * Bytes on the first device when the layers before {@code hostLayers} and the experts before {@code expertLayers}
     * are on the host: while a prompt is computed, the device copies one of the host's matrices at a time and, to
     * attend, a layer's cache (op offload, ggml_backend_sched_split_graph). A third of that cache and a sixth of the
     * rest are added: with less, some measurement was more than 5 % above.
     *
     * @param cache bytes of the largest cache among the host's layers
     * @param twoMatrices whether two matrices of experts are held at once
     */
    long beside(ModelWeights weights, int hostLayers, int expertLayers, long cache, boolean twoMatrices) {
        if (!offloads || (hostLayers == 0 && expertLayers == 0)) return whole;
        long most = whole;
        if (hostLayers > 0) {
            long dense = weights.largestFeedForwardBefore(hostLayers);
            if (dense > 0) most = Math.max(most, Math.addExact(feedForwardBeside, dense));
            long matrix = weights.largestBefore(hostLayers);
            most = Math.max(most, Exact.sum(attentionBeside, matrix, cache, cache / 3));
        }
        int experts = Math.max(hostLayers, expertLayers);
        long up = weights.largestExpertsUpBefore(experts);
        if (up > 0) most = Math.max(most, Math.addExact(expertsUpBeside, up));
        long down = weights.largestExpertsDownBefore(experts);
        if (down > 0) most = Math.max(most, Exact.sum(expertsDownBeside, down, twoMatrices ? down : 0));
        return hostLayers > 0 ? Math.addExact(most, whole / 6) : most;
    }

    /**
     * Bytes on the device of that index among several that hold everything: inputs are there once for each micro-batch
     * in flight, and from the second device on the stream that comes from the one before (ggml_backend_sched,
     * GGML_SCHED_MAX_COPIES). Models whose layers read more than the stream and the mask were measured to take up to
     * twice the scratch memory.
     */
    long pipelined(int device, boolean readsMore) {
        long arriving = device == 0 ? 0 : Exact.product(PIPELINE_COPIES, stream);
        return Exact.sum(whole, readsMore ? whole : 0, copies, arriving);
    }

    /** Bytes on the host beside several devices that hold everything. */
    long hostPipelined() {
        return Exact.sum(hostInputs, Exact.product(PIPELINE_COPIES - 1, mask));
    }

    /** Bytes on the host beside devices. */
    long hostBeside(boolean hostComputes) {
        return hostComputes ? Math.addExact(hostInputs, layersOnHost) : hostInputs;
    }

    /** Bytes on the host alone. */
    long hostAlone() {
        return Math.addExact(whole, stream);
    }
}

package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;

/**
 * The gated delta rule as one fused operation (build_delta_net_fused). llama.cpp 0.5.0 always takes it: it doesn't try
 * whether devices have it (llama_context, auto_fgdn).
 */
final class DeltaRule {
    private DeltaRule() {}

    /**
     * What tokens see, [head, heads, tokens of a sequence, sequences]; the new states behind it are kept.
     *
     * @param cache where they are kept
     * @param start the states the sequences start from, [head, head, heads, sequences]
     */
    static Tensor attend(
            Graph g,
            RecurrentState state,
            Tensor cache,
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor gate,
            Tensor beta,
            Tensor start) {
        long head = v.n0();
        long heads = v.n1();
        long each = v.n2();
        long sequences = v.n3();
        Tensor all = g.result(
                GgmlType.F32, head * heads, each * sequences + head * sequences, 1, 1, q, k, v, gate, beta, start);
        long row = all.type().bytes(head);
        Tensor output = g.view(all, head, heads, each, sequences, row, row * heads, row * heads * each);
        Tensor end = g.view(all, head, head, heads, sequences, row, row * head, row * head * heads);
        state.store(end, cache);
        return output;
    }
}

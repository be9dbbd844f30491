package dev.waggle.rules.fit.llama;

import dev.waggle.models.HyperParameters;
import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;

/**
 * Linear attention by gated delta rule (build_layer_attn_linear, delta-net-base.cpp). One fused operation computes it:
 * llama.cpp 0.5.0 doesn't try whether devices have it (llama_context, auto_fgdn).
 */
final class DeltaNet {
    private final ModelGraph model;
    private final Graph g;
    private final RecurrentState state;
    private final long sequences;
    private final long each;
    private final long inner;
    private final long keyHead;
    private final long keyHeads;
    private final long valueHead;
    private final long valueHeads;

    DeltaNet(ModelGraph model, RecurrentState state) {
        HyperParameters keys = model.model.keys;
        this.model = model;
        this.g = model.g;
        this.state = state;
        this.sequences = model.settings.sequences();
        this.each = model.tokens / sequences;
        this.inner = keys.whole("ssm.inner_size", 0);
        this.keyHead = keys.whole("ssm.state_size", 0);
        this.keyHeads = keys.whole("ssm.group_count", 1);
        this.valueHeads = keys.whole("ssm.time_step_rank", 1);
        this.valueHead = inner / valueHeads;
    }

    /** Attends. */
    Tensor attend(int layer, Tensor normed) {
        boolean mixed = model.model.layer(layer, "ssm_ba.weight") != null;
        Tensor[] qkvz =
                model.model.layer(layer, "attn_qkv.weight") != null ? projected(layer, normed) : unmixed(layer, normed);
        Tensor[] rates = mixed ? unmixedRates(layer, normed) : rates(layer, normed);
        Tensor gate = g.inPlace(g.inPlace(rates[1], model.weight(layer, "ssm_dt.bias")));
        gate = g.reshape(g.inPlace(gate, model.weight(layer, "ssm_a")), 1, valueHeads, each, sequences);
        Tensor beta = rates[0];

        Tensor kernel = model.weight(layer, "ssm_conv1d.weight");
        long channels = inner + 2 * keyHeads * keyHead;
        Tensor history = state.cache(layer, (kernel.n0() - 1) * channels);
        Tensor before = g.reshape(state.load(history), kernel.n0() - 1, channels, sequences);
        Tensor row = g.concat(before, g.transpose(qkvz[0]), 0);
        state.store(g.view(row, kernel.n0() - 1, channels, sequences, row.b1(), row.b2()), history);
        Tensor states = state.cache(layer, keyHead * inner);
        Tensor start = g.reshape(state.load(states), valueHead, valueHead, valueHeads, sequences);
        Tensor all = g.inPlace(g.convolution(row, kernel));
        Tensor q = keyed(heads(all, keyHead, keyHeads), mixed);
        Tensor k = keyed(heads(all, keyHead, keyHeads), mixed);
        Tensor v = heads(all, valueHead, valueHeads);
        Tensor attended = DeltaRule.attend(g, state, states, q, k, v, gate, beta, start);
        Tensor z = g.inPlace(g.reshape(qkvz[1], valueHead, valueHeads, each, sequences));
        Tensor output = g.inPlace(model.rmsNorm(attended, model.weight(layer, "ssm_norm.weight"), layer), z);
        output = g.reshape(output, inner, each, sequences);
        return g.reshape(model.mul(model.weight(layer, "ssm_out.weight"), output), model.model.embedding, model.tokens);
    }

    private Tensor heads(Tensor all, long length, long count) {
        long row = all.type().bytes(length);
        long token = all.type().bytes(inner + 2 * keyHeads * keyHead);
        return g.view(all, length, count, each, sequences, row, token, token * each);
    }

    /** Normed keys or queries; qwen3next, whose heads are interleaved, repeats them, else the operation does. */
    private Tensor keyed(Tensor heads, boolean interleaved) {
        Tensor normed = g.inPlace(g.inPlace(heads));
        if (keyHeads == valueHeads || !interleaved) return normed;
        long factor = valueHeads / keyHeads;
        Tensor apart = g.reshape(normed, keyHead, 1, keyHeads, model.tokens);
        Tensor repeated = g.repeat(apart, keyHead, factor, keyHeads, model.tokens);
        return g.reshape(repeated, keyHead, valueHeads, each, sequences);
    }

    private Tensor[] projected(int layer, Tensor normed) {
        Tensor qkv = model.mul(model.weight(layer, "attn_qkv.weight"), normed);
        Tensor z = model.mul(model.weight(layer, "attn_gate.weight"), normed);
        return new Tensor[] {g.reshape(qkv, qkv.n0(), each, sequences), z};
    }

    /** One matrix for all, its rows ordered by heads of keys, as early files of qwen3next have it. */
    private Tensor[] unmixed(int layer, Tensor normed) {
        Tensor all = model.mul(model.weight(layer, "ssm_in.weight"), normed);
        long values = valueHead * valueHeads / keyHeads;
        all = g.reshape(all, 2 * keyHead + 2 * values, keyHeads, each, sequences);
        Tensor z = g.cont(part(all, values));
        Tensor q = g.cont(part(all, keyHead), keyHead * keyHeads, each, sequences, 1);
        Tensor k = g.cont(part(all, keyHead), keyHead * keyHeads, each, sequences, 1);
        Tensor v = g.cont(part(all, values), valueHead * valueHeads, each, sequences, 1);
        return new Tensor[] {g.concat(g.concat(q, k, 0), v, 0), z};
    }

    private Tensor part(Tensor all, long length) {
        return g.view(all, length, keyHeads, each, sequences, all.b1(), all.b2(), all.b3());
    }

    /** How much is written, then how much is forgotten before its bias. */
    private Tensor[] rates(int layer, Tensor normed) {
        Tensor beta = model.mul(model.weight(layer, "ssm_beta.weight"), normed);
        beta = g.inPlace(g.reshape(beta, 1, valueHeads, each, sequences));
        Tensor alpha = model.mul(model.weight(layer, "ssm_alpha.weight"), normed);
        return new Tensor[] {beta, g.reshape(alpha, valueHeads, each, sequences)};
    }

    private Tensor[] unmixedRates(int layer, Tensor normed) {
        Tensor both = model.mul(model.weight(layer, "ssm_ba.weight"), normed);
        long share = valueHeads / keyHeads;
        both = g.reshape(both, 2 * share, keyHeads, each, sequences);
        Tensor beta = g.inPlace(g.cont(part(both, share)));
        Tensor alpha = g.cont(part(both, share), valueHeads, each, sequences, 1);
        return new Tensor[] {g.reshape(beta, 1, valueHeads, each, sequences), alpha};
    }
}

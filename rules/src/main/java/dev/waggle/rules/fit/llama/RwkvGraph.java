package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Time mixing: with channel mixing in rwkv6 and rwkv7, with a gated feed-forward part in rwkv6qwen2 and arwkv7
 * (rwkv6.cpp, rwkv7.cpp, rwkv6qwen2.cpp, arwkv7.cpp).
 */
final class RwkvGraph extends ModelGraph {
    private final RecurrentState state = new RecurrentState(this);
    private final TimeMixing mixing;
    private final boolean mixesChannels;
    private final long shifts;
    private final long sequences;
    private final long each;

    RwkvGraph(GraphModel model, GraphSettings settings, LayerPlaces places, boolean seventh, boolean mixesChannels) {
        super(model, settings, places);
        this.mixing = seventh ? new TimeMixing7(this, state) : new TimeMixing6(this, state);
        this.mixesChannels = mixesChannels;
        this.shifts = mixesChannels ? 2 : 1;
        this.sequences = settings.sequences();
        this.each = tokens / sequences;
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        if (mixesChannels) {
            int first = places.layer(0);
            Tensor weight = optionalAt("token_embd_norm.weight", first);
            stream = norm(stream, weight, optionalAt("token_embd_norm.bias", first), false, 0);
        }
        Tensor outputs = outputIds();
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor last = layer == model.layers - 1 ? outputs : null;
            stream = g.reshape(stream, model.embedding, each, sequences);
            stream = mixesChannels ? mixed(layer, stream, last) : fed(layer, stream, last);
        }
        finish(stream, !mixesChannels);
    }

    private Tensor mixed(int layer, Tensor stream, @Nullable Tensor outputs) {
        long width = model.embedding;
        Tensor cache = state.cache(layer, shifts * width);
        Tensor shift = g.reshape(state.load(cache), width, shifts, sequences);
        Tensor timeShift = g.view(shift, width, 1, sequences, shift.b1(), shift.b2());
        Tensor channelShift = g.view(shift, width, 1, sequences, shift.b1(), shift.b2());
        Tensor normed = normed(layer, "attn_norm", stream, false);
        Tensor current = mixing.mix(layer, normed, previous(timeShift, normed));
        Tensor middle = g.inPlace(current, stream);
        Tensor second = normed(layer, "attn_norm_2", middle, false);
        Tensor previous = previous(channelShift, second);
        state.store(g.view(g.concat(last(normed), last(second), 1), cache.elements()), cache);
        middle = g.reshape(middle, width, tokens);
        second = g.reshape(second, width, tokens);
        previous = g.reshape(previous, width, tokens);
        if (outputs != null) {
            middle = g.getRows(middle, outputs);
            second = g.getRows(second, outputs);
            previous = g.getRows(previous, outputs);
        }
        current = g.inPlace(channels(layer, second, previous), middle);
        long rescaled = model.keys.whole("rescale_every_n_layers", 0);
        boolean rescales = model.graph.kind() == GraphKind.RWKV6 && rescaled != 0 && (layer + 1) % rescaled == 0;
        return rescales ? g.inPlace(current) : current;
    }

    private Tensor fed(int layer, Tensor stream, @Nullable Tensor outputs) {
        long width = model.embedding;
        Tensor cache = state.cache(layer, shifts * width);
        Tensor shift = g.reshape(state.load(cache), width, shifts, sequences);
        Tensor normed = normed(layer, "attn_norm", stream, true);
        Tensor current = mixing.mix(layer, normed, previous(shift, normed));
        state.store(g.view(last(normed), cache.elements()), cache);
        Tensor middle = g.reshape(g.inPlace(current, stream), width, tokens);
        if (outputs != null) middle = g.getRows(middle, outputs);
        Tensor second = rmsNorm(middle, weight(layer, "ffn_norm.weight"), layer);
        return g.inPlace(feedForward(layer, second, Activation.UNARY), middle);
    }

    private Tensor normed(int layer, String name, Tensor current, boolean rms) {
        return norm(current, weight(layer, name + ".weight"), optional(layer, name + ".bias"), rms, layer);
    }

    /** Each token's predecessor. */
    private Tensor previous(Tensor shift, Tensor normed) {
        return g.concat(shift, g.view(normed, normed.n0(), each - 1, sequences, normed.b1(), normed.b2()), 1);
    }

    private Tensor last(Tensor normed) {
        return g.view(normed, normed.n0(), 1, sequences, normed.b1(), normed.b2());
    }

    /** Mixes channels (build_rwkv6_channel_mix, build_rwkv7_channel_mix). */
    private Tensor channels(int layer, Tensor current, Tensor previous) {
        Tensor difference = g.inPlace(previous, current);
        Tensor forKeys = g.inPlace(g.inPlace(difference, weight(layer, "channel_mix_lerp_k.weight")), current);
        Tensor lerp = optional(layer, "channel_mix_lerp_r.weight");
        Tensor receptance = null;
        if (lerp != null) {
            Tensor forReceptance = g.inPlace(g.inPlace(difference, lerp), current);
            receptance = g.inPlace(mul(weight(layer, "channel_mix_receptance.weight"), forReceptance));
        }
        Tensor keys = g.inPlace(g.inPlace(mul(weight(layer, "channel_mix_key.weight"), forKeys)));
        Tensor values = mul(weight(layer, "channel_mix_value.weight"), keys);
        return receptance == null ? values : g.inPlace(receptance, values);
    }
}

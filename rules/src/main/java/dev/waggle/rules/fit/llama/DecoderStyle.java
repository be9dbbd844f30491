package dev.waggle.rules.fit.llama;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a family of decoders puts attention and feed-forward parts together. What the file's tensors and keys say isn't
 * here: which norms there are and where, biases, fused matrices, gates, experts, learned positions, the kind of norm.
 *
 * @param layout where norms and residual streams run
 * @param rotation which layers rotate positions
 * @param experts how experts are chosen
 * @param traits what else sets the family apart from llama
 */
public record DecoderStyle(Layout layout, Rotation rotation, ExpertStyle experts, Set<Trait> traits) {
    /** The style of llama: what most families copied. */
    public static final DecoderStyle LLAMA =
            new DecoderStyle(Layout.SEQUENTIAL, Rotation.ALL, ExpertStyle.SOFTMAX, Set.of());

    /** Copies the set. */
    public DecoderStyle {
        traits = Set.copyOf(traits);
    }

    /** Where norms and residual streams run. */
    public enum Layout {
        /** Norm, attention, residual; norm, feed-forward, residual. Norms behind the parts where the file has them. */
        SEQUENTIAL,
        /** Attention and feed-forward read the stream side by side; (attention + feed-forward) + stream. */
        PARALLEL_ATTENTION_FIRST,
        /** Attention and feed-forward read the stream side by side; (feed-forward + attention) + stream. */
        PARALLEL_FEED_FORWARD_FIRST,
        /** Attention and feed-forward read the stream side by side; (feed-forward + stream) + attention. */
        PARALLEL_RESIDUAL_FIRST,
        /** The normed input is the residual stream of a feed-forward part (stablelm). */
        NORMED_RESIDUAL,
        /** Experts read the layer's input, beside attention and a dense feed-forward part (arctic). */
        EXPERTS_BESIDE
    }

    /** Which layers rotate positions. */
    public enum Rotation {
        ALL,
        /** Those that see a window; all where none does. */
        WINDOWED,
        /** All but every fourth. */
        THREE_OF_FOUR,
        NONE
    }

    /** What sets a family apart, each on its own. */
    public enum Trait {
        /** Embeddings are multiplied by a constant that the file need not name. */
        SCALES_EMBEDDINGS,
        /** Queries and keys are normed behind their rotation. */
        NORMS_AFTER_ROTATION,
        /** Stream + attention, where others add attention + stream: the first may be overwritten. */
        ADDS_ATTENTION_TO_STREAM,
        /** Stream + feed-forward, where others add feed-forward + stream. */
        ADDS_FEED_FORWARD_TO_STREAM,
        /** The last layer's stream is an output and runs for all tokens. */
        KEEPS_LAST_STREAM,
        /** Experts are chosen by the layer's input, before it is normed. */
        ROUTES_LAYER_INPUT,
        /** The last norm's result is what the model is for: there are no logits. */
        EMBEDS
    }

    DecoderStyle layout(Layout to) {
        return new DecoderStyle(to, rotation, experts, traits);
    }

    DecoderStyle rotation(Rotation to) {
        return new DecoderStyle(layout, to, experts, traits);
    }

    DecoderStyle experts(ExpertStyle to) {
        return new DecoderStyle(layout, rotation, to, traits);
    }

    DecoderStyle with(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new DecoderStyle(layout, rotation, experts, more);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }
}

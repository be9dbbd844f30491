package dev.waggle.rules.fit.llama;

import dev.waggle.models.HyperParameters;
import dev.waggle.rules.fit.llama.DecoderStyle.Layout;
import dev.waggle.rules.fit.llama.DecoderStyle.Rotation;
import java.util.Set;

/**
 * Which graph an architecture has.
 *
 * @param kind the kind of graph
 * @param style how its parts are put together, for kinds that have a style
 * @param byKeys what of the style depends on the file
 */
public record GraphRecord(GraphKind kind, DecoderStyle style, Set<ByKeys> byKeys) {
    /** No record. */
    public static final GraphRecord GUESSED = new GraphRecord(GraphKind.GUESSED, DecoderStyle.LLAMA, Set.of());

    private static final int BAICHUAN_LAYERS_ROTATED = 32;

    /** Copies the set. */
    public GraphRecord {
        byKeys = Set.copyOf(byKeys);
    }

    /** What depends on a file. */
    public enum ByKeys {
        /** Parallel with the residual first, unless {@code use_parallel_residual} is false: then sequential. */
        LAYOUT,
        /** Positions are rotated unless {@code rope.scaling.finetuned} is false. */
        ROTATED_IF_FINETUNED,
        /** Positions are rotated in files of 32 layers (baichuan). */
        ROTATED_IF_32_LAYERS,
        /** Gating and norm of experts are as {@code expert_gating_func} and {@code expert_weights_norm} say. */
        EXPERTS
    }

    /** Whether the graph is known. */
    public boolean isOnRecord() {
        return kind != GraphKind.GUESSED;
    }

    /** The style of a file. */
    DecoderStyle style(HyperParameters keys, int fileLayers) {
        DecoderStyle of = style;
        if (byKeys.contains(ByKeys.LAYOUT))
            of = of.layout(
                    keys.truth("use_parallel_residual", true) ? Layout.PARALLEL_RESIDUAL_FIRST : Layout.SEQUENTIAL);
        if (byKeys.contains(ByKeys.ROTATED_IF_FINETUNED))
            of = of.rotation(keys.truth("rope.scaling.finetuned", true) ? Rotation.ALL : Rotation.NONE);
        if (byKeys.contains(ByKeys.ROTATED_IF_32_LAYERS))
            of = of.rotation(fileLayers == BAICHUAN_LAYERS_ROTATED ? Rotation.ALL : Rotation.NONE);
        if (byKeys.contains(ByKeys.EXPERTS)) of = of.experts(ExpertStyle.of(keys));
        return of;
    }
}

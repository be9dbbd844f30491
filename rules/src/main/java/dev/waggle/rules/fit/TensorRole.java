package dev.waggle.rules.fit;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tensor goes when layers are placed.
 *
 * @param part which part of the model it belongs to
 * @param layer the block, 0 where it belongs to none
 * @param tail the name behind {@code blk.N.}, else the whole name
 */
record TensorRole(Part part, int layer, String tail) {
    /** Parts that are placed as one. Names and places are those of llama-arch.cpp's LLM_TENSOR_INFOS (0.5.0). */
    enum Part {
        /** Read per token on the host, always. */
        INPUT,
        /** Goes with its block. */
        BLOCK,
        /** Experts of a block, which can be sent to the host on their own. */
        EXPERTS,
        /** Goes with the first block. */
        FIRST_BLOCK,
        /** Copied to each device that holds a block which rotates by it. */
        EVERY_DEVICE,
        /** Goes with the output layer. */
        OUTPUT
    }

    private static final Pattern BLOCK_NAME = Pattern.compile("(?:enc\\.|dec\\.)?blk\\.(\\d{1,4})\\.(.+)");

    /** The pattern llama.cpp's --n-cpu-moe uses (common.h, LLM_FFN_EXPS_REGEX). */
    private static final Pattern EXPERT_NAME = Pattern.compile("ffn_(up|down|gate|gate_up)_(ch|)exps.*");

    private static final Set<String> INPUTS =
            Set.of("token_embd", "position_embd", "token_types", "per_layer_token_embd");

    private static final Set<String> FIRST = Set.of("token_embd_norm", "per_layer_model_proj", "per_layer_proj_norm");

    /** Whether it belongs to a block behind those that run. */
    boolean isBeyond(int layers) {
        return (part == Part.BLOCK || part == Part.EXPERTS) && layer >= layers;
    }

    /** The role of a tensor, by its name; names that are unknown go with the output layer. */
    static TensorRole of(String architecture, String name) {
        Matcher block = BLOCK_NAME.matcher(name);
        if (block.matches()) {
            String tail = block.group(2);
            Part part = EXPERT_NAME.matcher(tail).matches() ? Part.EXPERTS : Part.BLOCK;
            return new TensorRole(part, Integer.parseInt(block.group(1)), tail);
        }
        int dot = name.lastIndexOf('.');
        return new TensorRole(global(architecture, dot < 0 ? name : name.substring(0, dot)), 0, name);
    }

    private static Part global(String architecture, String base) {
        if (INPUTS.contains(base)) return Part.INPUT;
        if (base.equals("token_embd_norm") && architecture.startsWith("lfm2")) return Part.OUTPUT;
        if (FIRST.contains(base)) return Part.FIRST_BLOCK;
        if (base.startsWith("rope_f")) return Part.EVERY_DEVICE;
        return Part.OUTPUT;
    }
}

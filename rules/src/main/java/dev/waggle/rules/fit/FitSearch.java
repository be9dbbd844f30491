package dev.waggle.rules.fit;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntPredicate;

/** Largest settings that still fit. Every result is a setting whose fit was computed and held. */
public final class FitSearch {
    /** llama.cpp pads caches to so many tokens (llama_context, GGML_PAD(n_ctx, 256)): no step between is worth asking. */
    private static final int CONTEXT_STEP = 256;

    private FitSearch() {}

    /** Whether no part is larger than what the question says there is. */
    public static boolean fits(Fit fit, FitQuestion question) {
        for (Fit.Part part : fit.parts()) if (part.residentBytes() > capacity(part, question)) return false;
        return true;
    }

    private static long capacity(Fit.Part part, FitQuestion question) {
        for (FitQuestion.DeviceCapacity device : question.devices())
            if (device.device().equals(part.device())) return device.capacityBytes();
        return question.hostCapacityBytes();
    }

    private static boolean fits(FitRules rules, FitQuestion question) {
        return rules.fit(question) instanceof FitAnswer.Known known && fits(known.fit(), question);
    }

    /**
     * The longest context that fits under the question's placement.
     *
     * @param kvType element type of the cache
     * @param mostTokens no longer than this
     * @return a multiple of 256 tokens, or {@code mostTokens}; empty where not even 256 tokens fit
     */
    public static OptionalLong longestContext(FitRules rules, FitQuestion question, String kvType, long mostTokens) {
        if (fits(rules, withContext(question, mostTokens, kvType))) return OptionalLong.of(mostTokens);
        int steps = (int) Math.min(Integer.MAX_VALUE, mostTokens / CONTEXT_STEP);
        int most = largest(steps, step -> fits(rules, withContext(question, (long) step * CONTEXT_STEP, kvType)));
        return most == 0 ? OptionalLong.empty() : OptionalLong.of((long) most * CONTEXT_STEP);
    }

    private static FitQuestion withContext(FitQuestion question, long tokens, String kvType) {
        return question.with(question.settings().withCache(tokens, kvType), question.offload());
    }

    /** Most layers on the question's GPUs, the output layer counted as one; empty where not even that fits. */
    public static OptionalInt mostGpuLayers(FitRules rules, FitQuestion question) {
        FitQuestion most = question.with(question.settings(), Placement.MOST_LAYERS_ON_DEVICE);
        return rules.fit(most) instanceof FitAnswer.Known known
                ? OptionalInt.of(known.fit().layersOnDevice())
                : OptionalInt.empty();
    }

    /** Fewest layers whose experts must stay in RAM for all else to fit on the GPUs; empty where that isn't enough. */
    public static OptionalInt fewestExpertLayersOnHost(FitRules rules, FitQuestion question) {
        FitQuestion experts = question.with(question.settings(), Placement.EXPERTS_ON_HOST);
        return rules.fit(experts) instanceof FitAnswer.Known known && fits(known.fit(), experts)
                ? OptionalInt.of(known.fit().expertLayersOnHost())
                : OptionalInt.empty();
    }

    /** The largest number from 1 to {@code most} that holds, given that all below one that holds hold; 0 for none. */
    private static int largest(int most, IntPredicate holds) {
        int low = 0;
        int high = most;
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            if (holds.test(middle)) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}

package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import dev.waggle.runtime.child.Answer;
import dev.waggle.runtime.child.RefusedException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tokens through the model, one sequence at a time, and can be left at any moment.
 *
 * <p>On the processor the library asks before each operation whether to go on: that is where a cancel is seen, and where the
 * agent is told during a long step that the worker lives. Asking costs some microseconds for each of a thousand operations, so
 * while tokens come fast the library is told not to. A GPU is never asked; there a prompt goes in small steps.
 */
final class Decoder {
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SLOW_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private static final int FEW_TOKENS = 32;
    private static final long LONGEST_STEP_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final LlamaApi api;
    private final Pointer context;
    private final @Nullable Pointer memory;
    private int stepTokens;
    private final boolean onDevice;
    private final Batch batch;
    private final Callbacks.Abort abort = user -> isToStop();

    private @Nullable Answer answer;
    private int readTokens;
    private long heardNanos;
    private boolean asked;
    private long stepNanos;

    /**
     * A decoder of that context.
     *
     * @param devices how many devices compute: one alone gains nothing from several micro-batches at once
     */
    Decoder(LlamaApi api, Pointer context, int devices) {
        this.api = api;
        this.context = context;
        this.memory = api.llama_get_memory(context);
        this.onDevice = devices > 0;
        this.stepTokens = devices == 1 ? api.llama_n_ubatch(context) : api.llama_n_batch(context);
        this.batch = new Batch(Math.max(1, stepTokens));
    }

    /**
     * Computes steps of growing size for nothing where devices compute: a driver compiles a kernel at its first use, which can
     * take it seconds, and large steps are computed by other kernels than small ones. A device that is slow even then gets its
     * prompts in smaller steps, for within a step it is neither heard nor stopped.
     *
     * @param cuts whether prompts may be cut into smaller steps
     */
    void warmUp(boolean cuts) {
        if (!onDevice) {
            return;
        }
        int most = Math.min(api.llama_n_ubatch(context), api.llama_n_ctx(context));
        int count = Math.min(most, FEW_TOKENS);
        int quick = count;
        while (count < most && isQuick(count)) {
            quick = count;
            count = Math.min(most, 2 * count);
        }
        boolean allAreQuick = count == most && isQuick(most);
        if (cuts && !allAreQuick) {
            stepTokens = Math.min(stepTokens, quick);
        }
        compute(1);
    }

    /** Whether a step of that size is quick once the driver has compiled what it needs. */
    private boolean isQuick(int tokens) {
        boolean quickAtOnce = compute(tokens) < LONGEST_STEP_NANOS;
        return quickAtOnce || compute(tokens) < LONGEST_STEP_NANOS;
    }

    private long compute(int tokens) {
        long start = System.nanoTime();
        api.llama_decode(context, batch.of(new int[tokens], 0, tokens));
        clear();
        return System.nanoTime() - start;
    }

    /** Forgets every token, and works for this answer from now on. */
    void begin(Answer next) {
        answer = next;
        readTokens = 0;
        stepNanos = 0;
        heardNanos = System.nanoTime();
        clear();
    }

    /** Forgets every token. */
    private void clear() {
        api.llama_synchronize(context);
        if (memory != null) {
            api.llama_memory_clear(memory, false);
        }
    }

    /** Reads a prompt; false when cancelled. */
    boolean read(int[] tokens, Answer told) throws RefusedException {
        for (int from = 0; from < tokens.length; from += stepTokens) {
            int count = Math.min(stepTokens, tokens.length - from);
            if (told.cancelled() || !decode(batch.of(tokens, from, count), true)) {
                return false;
            }
            if (onDevice) {
                api.llama_synchronize(context);
            }
            readTokens = from + count;
            if (readTokens < tokens.length) {
                tell(told);
            }
        }
        stepNanos = SLOW_STEP_NANOS;
        return !told.cancelled();
    }

    /** Adds one token of the answer; false when cancelled. */
    boolean add(int token) throws RefusedException {
        long start = System.nanoTime();
        heardNanos = start;
        boolean done = decode(batch.of(token), stepNanos >= SLOW_STEP_NANOS);
        stepNanos = System.nanoTime() - start;
        return done;
    }

    private boolean decode(Batch tokens, boolean ask) throws RefusedException {
        if (ask != asked) {
            api.llama_set_abort_callback(context, ask ? abort : null, null);
            asked = ask;
        }
        int code = api.llama_decode(context, tokens);
        if (code != 0 && code != LlamaApi.DECODE_ABORTED) {
            throw new RefusedException(
                    "engine-error",
                    code == LlamaApi.DECODE_NO_SLOT
                            ? "The engine found no room for the next tokens in its context."
                            : "The engine gave up on the next tokens with code " + code + ".",
                    Map.of("code", (long) code));
        }
        return code == 0;
    }

    private boolean isToStop() {
        Answer now = answer;
        if (now == null) {
            return false;
        }
        if (System.nanoTime() - heardNanos > HEARTBEAT_NANOS) {
            tell(now);
        }
        return now.cancelled();
    }

    private void tell(Answer told) {
        heardNanos = System.nanoTime();
        told.read(readTokens);
    }
}

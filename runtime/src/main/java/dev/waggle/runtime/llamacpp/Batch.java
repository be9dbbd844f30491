package dev.waggle.runtime.llamacpp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/**
 * {@code llama_batch}, 56 bytes: the next tokens of the one sequence, of which the last gives the output.
 *
 * <p>Used again for every step. Its tokens lie in memory of its own, for the library keeps their address until the step is
 * done.
 */
@FieldOrder({"n_tokens", "token", "embd", "pos", "n_seq_id", "seq_id", "logits"})
public final class Batch extends Structure implements Structure.ByValue {
    static final int BYTES = 56;

    public int n_tokens;
    public @Nullable Pointer token;
    public @Nullable Pointer embd;
    public @Nullable Pointer pos;
    public @Nullable Pointer n_seq_id;
    public @Nullable Pointer seq_id;
    public @Nullable Pointer logits;

    private final Memory tokens;

    /** A batch of no tokens, with room for {@code most}. */
    Batch(int most) {
        tokens = new Memory((long) Integer.BYTES * most);
        token = tokens;
    }

    /** Takes {@code count} tokens from {@code from} on. */
    Batch of(int[] source, int from, int count) {
        tokens.write(0, source, from, count);
        n_tokens = count;
        return this;
    }

    /** Takes one token. */
    Batch of(int only) {
        tokens.setInt(0, only);
        n_tokens = 1;
        return this;
    }
}

package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/**
 * libstdc++'s {@code std::map}, 48 bytes: a red-black tree under a header node. Returned by the library through a hidden
 * address, as a structure of this size is.
 */
@FieldOrder({"compare", "color", "root", "leftmost", "rightmost", "count"})
public final class BufferMap extends Structure implements Structure.ByValue {
    public long compare;
    public long color;
    public @Nullable Pointer root;
    public @Nullable Pointer leftmost;
    public @Nullable Pointer rightmost;
    public long count;
}

package dev.waggle.models.quantize;

import dev.waggle.models.gguf.GgufTensor;
import java.util.Comparator;
import java.util.List;

/** The order in which llama-quantize handles and writes tensors: what is in no block, then block by block, by name. */
final class FileOrder {
    private static final String BLOCK = "blk.";
    private static final int MOST_DIGITS = 9;

    private FileOrder() {}

    private record Keyed(int layer, GgufTensor tensor) {}

    /** The number of the block that a tensor belongs to; -1 for none. */
    static int layer(String name) {
        if (!name.startsWith(BLOCK)) return -1;
        int end = name.indexOf('.', BLOCK.length());
        if (end <= BLOCK.length() || end > BLOCK.length() + MOST_DIGITS) return -1;
        int layer = 0;
        for (int i = BLOCK.length(); i < end; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) return -1;
            layer = 10 * layer + digit;
        }
        return layer;
    }

    static List<GgufTensor> sorted(List<GgufTensor> tensors) {
        return tensors.stream()
                .map(tensor -> new Keyed(layer(tensor.name()), tensor))
                .sorted(Comparator.comparingInt(Keyed::layer)
                        .thenComparing(keyed -> keyed.tensor().name()))
                .map(Keyed::tensor)
                .toList();
    }
}

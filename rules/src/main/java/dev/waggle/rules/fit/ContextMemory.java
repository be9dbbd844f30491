package dev.waggle.rules.fit;

/**
 * Keys, values and recurrent state, summed so that a range of layers costs two look-ups. Arrays are indexed by layer
 * and hold what lies before it.
 */
final class ContextMemory {
    private static final long STATE_ELEMENT_BYTES = 4;

    private final long[] device;
    private final long[] host;
    private final long[] recurrent;

    private ContextMemory(int layers) {
        device = new long[layers + 1];
        host = new long[layers + 1];
        recurrent = new long[layers + 1];
    }

    /**
     * Sums what each layer keeps. Sizes are llama_kv_cache's and llama_memory_recurrent's constructors' (0.5.0): one
     * tensor for keys and one for values a layer, values as wide as the widest layer's without flash attention; state
     * is F32 whatever the cache's type.
     */
    static ContextMemory of(LayerShapes shapes, Workload work) {
        int layers = shapes.layers();
        ContextMemory memory = new ContextMemory(layers);
        for (int layer = 0; layer < layers; layer++) memory.add(layer, shapes, work);
        return memory;
    }

    private void add(int index, LayerShapes shapes, Workload work) {
        LayerShapes.Layer layer = shapes.each().get(index);
        long cells = Exact.product(layer.windowed() ? work.windowCells() : work.cells(), work.streams());
        long keys = layer.keys();
        long values = keys == 0 || shapes.latent() ? 0 : work.flash() ? layer.values() : shapes.mostValues();
        device[index + 1] = Exact.sum(device[index], onDevice(work, keys, cells), onDevice(work, values, cells));
        host[index + 1] = Exact.sum(host[index], onHost(work, keys, cells), onHost(work, values, cells));
        long state = Exact.product(work.sequences(), STATE_ELEMENT_BYTES, layer.state());
        recurrent[index + 1] = Exact.sum(recurrent[index], state);
    }

    /** Bytes of keys and values of the layers [from, to) on a CUDA device. */
    long onDevice(int from, int to) {
        return device[to] - device[from];
    }

    /** Bytes of keys and values of the layers before {@code to} in host memory. */
    long onHost(int to) {
        return host[to];
    }

    /** Bytes of recurrent state of the layers [from, to). */
    long recurrent(int from, int to) {
        return recurrent[to] - recurrent[from];
    }

    private static long onDevice(Workload work, long row, long cells) {
        return row == 0 ? 0 : CacheType.deviceBytes(work.type(), row, Exact.product(row, cells));
    }

    private static long onHost(Workload work, long row, long cells) {
        return row == 0 ? 0 : CacheType.hostBytes(work.type(), Exact.product(row, cells));
    }
}

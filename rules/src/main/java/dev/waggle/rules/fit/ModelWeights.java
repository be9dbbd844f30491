package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgufTensor;
import java.util.List;

/**
 * Bytes of a model's tensors as llama.cpp 0.5.0 places them (llama_model::load_tensors, buft_for_tensor), summed so
 * that any range of layers costs two look-ups. Arrays are indexed by layer and hold what lies before it.
 */
final class ModelWeights {
    private final int layers;
    private final long[] device;
    private final long[] host;
    private final long[] expertsDevice;
    private final long[] expertsHost;
    private final int[] rotating;
    private long inputHost;
    private long firstDevice;
    private long firstHost;
    private long sharedDevice;
    private long sharedHost;
    private long outputDevice;
    private long outputHost;
    private long tiedDevice;
    private long tiedHost;
    private final boolean copiesEmbeddingOnHost;

    private ModelWeights(int layers, boolean copiesEmbeddingOnHost) {
        this.layers = layers;
        this.copiesEmbeddingOnHost = copiesEmbeddingOnHost;
        device = new long[layers + 1];
        host = new long[layers + 1];
        expertsDevice = new long[layers + 1];
        expertsHost = new long[layers + 1];
        rotating = new int[layers + 1];
    }

    /** Sums a model's tensor table; blocks at the end that only predict further tokens aren't loaded (load_mtp). */
    static ModelWeights of(ModelFile model, LayerShapes shapes, ArchitectureFacts facts, int predictionLayers) {
        String architecture = model.architecture();
        ModelWeights weights = new ModelWeights(shapes.layers(), facts.copiesEmbedding());
        boolean tied = model.tiedEmbeddings() && facts.hasOutput();
        int loaded = shapes.layers() - predictionLayers;
        for (GgufTensor tensor : model.tensors()) {
            TensorRole role = TensorRole.of(architecture, tensor.name());
            if (role.layer() < loaded || loaded <= 0) weights.add(tensor, role);
            if (tied && tensor.name().equals("token_embd.weight")) weights.tie(tensor);
        }
        boolean everyLayerRotates = !architecture.equals("gemma4");
        for (int layer = 0; layer < weights.layers; layer++)
            weights.rotating[layer + 1] =
                    everyLayerRotates || !shapes.each().get(layer).windowed() ? 1 : 0;
        weights.accumulate();
        return weights;
    }

    private void add(GgufTensor tensor, TensorRole role) {
        long onDevice = deviceBytes(tensor);
        long onHost = CacheType.hostBytes(tensor.type(), tensor.elements());
        switch (role.part()) {
            case BLOCK, EXPERTS -> addToBlock(role, onDevice, onHost);
            case INPUT -> inputHost = Math.addExact(inputHost, onHost);
            case FIRST_BLOCK -> {
                firstDevice = Math.addExact(firstDevice, onDevice);
                firstHost = Math.addExact(firstHost, onHost);
            }
            case EVERY_DEVICE -> {
                sharedDevice = Math.addExact(sharedDevice, onDevice);
                sharedHost = Math.addExact(sharedHost, onHost);
            }
            case OUTPUT -> {
                outputDevice = Math.addExact(outputDevice, onDevice);
                outputHost = Math.addExact(outputHost, onHost);
            }
        }
    }

    private void addToBlock(TensorRole role, long onDevice, long onHost) {
        int next = Math.min(role.layer(), layers - 1) + 1;
        boolean experts = role.part() == TensorRole.Part.EXPERTS;
        if (experts) {
            expertsDevice[next] = Math.addExact(expertsDevice[next], onDevice);
            expertsHost[next] = Math.addExact(expertsHost[next], onHost);
        } else {
            device[next] = Math.addExact(device[next], onDevice);
            host[next] = Math.addExact(host[next], onHost);
        }
    }

    private void tie(GgufTensor embedding) {
        tiedDevice = deviceBytes(embedding);
        tiedHost = CacheType.hostBytes(embedding.type(), embedding.elements());
    }

    private static long deviceBytes(GgufTensor tensor) {
        return CacheType.deviceBytes(tensor.type(), tensor.shape().get(0), tensor.elements());
    }

    private void accumulate() {
        for (long[] sums : List.of(device, host, expertsDevice, expertsHost))
            for (int layer = 0; layer < layers; layer++) sums[layer + 1] = Math.addExact(sums[layer], sums[layer + 1]);
        for (int layer = 0; layer < layers; layer++) rotating[layer + 1] += rotating[layer];
    }

    /** True where the model has experts that could be sent to the host. */
    boolean hasExperts() {
        return expertsDevice[layers] > 0;
    }

    /**
     * Bytes on a device that holds the indexes [from, to), the output layer being index {@code layers}; experts of the
     * layers before {@code expertsFrom} are elsewhere.
     */
    long onDevice(int from, int to, int expertsFrom) {
        int end = Math.min(to, layers);
        int begin = Math.min(from, end);
        long sum = device[end] - device[begin];
        sum = Math.addExact(sum, expertsDevice[end] - expertsDevice[Math.min(end, Math.max(begin, expertsFrom))]);
        if (begin == 0 && end > 0) sum = Math.addExact(sum, firstDevice);
        if (rotating[end] > rotating[begin]) sum = Math.addExact(sum, sharedDevice);
        return from < to && to > layers ? Exact.sum(sum, outputDevice, tiedDevice) : sum;
    }

    /** Bytes on the host when the indexes before {@code to}, and the experts before {@code expertsTo}, are there. */
    long onHost(int to, int expertsTo) {
        int end = Math.min(to, layers);
        long sum = Exact.sum(inputHost, host[end], expertsHost[Math.max(end, Math.min(expertsTo, layers))]);
        if (end > 0) sum = Math.addExact(sum, firstHost);
        if (rotating[end] > 0) sum = Math.addExact(sum, sharedHost);
        if (to <= layers) return sum;
        return Exact.sum(sum, outputHost, copiesEmbeddingOnHost ? tiedHost : 0);
    }
}

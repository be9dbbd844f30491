package dev.waggle.rules.fit;

import dev.waggle.rules.fit.ggml.Devices;
import dev.waggle.rules.fit.llama.GraphModel;
import dev.waggle.rules.fit.llama.GraphSettings;
import dev.waggle.rules.fit.llama.LayerPlaces;
import dev.waggle.rules.fit.llama.ModelGraphs;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Scratch memory of a model's graph, as llama.cpp 0.5.0 reserves it for a prompt's micro-batch
 * (llama_context::sched_reserve). What was computed is kept.
 */
final class ScratchMemory {
    /** CUDA's alignment of tensors in a buffer (ggml-cuda.cu, buffer_type_get_alignment). */
    private static final long CUDA_ALIGNMENT_BYTES = 128;

    /** CUDA pads rows of quantized tensors to so many elements (ggml-cuda.cu, MATRIX_ROW_PADDING). */
    private static final long CUDA_ROW_ELEMENTS = 512;

    /** Inputs are kept for so many micro-batches in flight (ggml-backend.cpp, GGML_SCHED_MAX_COPIES). */
    private static final int PIPELINE_COPIES = 4;

    /** Devices compute the host's matrices from this many tokens on (ggml-cuda.cu, offload_op, min_batch_size). */
    private static final long OFFLOAD_TOKENS = 32;

    private static final int MOST_KEPT = 4_096;

    private final GraphModel model;
    private final boolean march2025;
    private final ConcurrentHashMap<Key, long[]> known = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Layout, Built> built = new ConcurrentHashMap<>();

    ScratchMemory(GraphModel model, boolean march2025) {
        this.model = model;
        this.march2025 = march2025;
    }

    /** The layers that are built, and where they lie. */
    private record Built(GraphModel model, LayerPlaces places) {}

    private record Layout(LayerSplit split, int expertLayers) {}

    /** What the graph depends on beside the model. */
    private record Key(Workload work, LayerSplit split, int expertLayers) {}

    /** Bytes on each GPU of the split, and behind them on the host. */
    long[] bytes(Workload work, LayerSplit split, int expertLayers) {
        Key key = new Key(work, split, expertLayers);
        long[] bytes = known.get(key);
        if (bytes == null) {
            bytes = reserve(work, split, expertLayers);
            if (known.size() >= MOST_KEPT) known.clear();
            known.put(key, bytes);
        }
        return bytes;
    }

    /** The same with no layer left out: slower, and what tests hold the short way against. */
    long[] bytesOfAllLayers(Workload work, LayerSplit split, int expertLayers) {
        return reserve(work, split, expertLayers, new Built(model, places(new Layout(split, expertLayers))));
    }

    private long[] reserve(Workload work, LayerSplit split, int expertLayers) {
        if (built.size() >= MOST_KEPT) built.clear();
        return reserve(work, split, expertLayers, built.computeIfAbsent(new Layout(split, expertLayers), this::layers));
    }

    private long[] reserve(Workload work, LayerSplit split, int expertLayers, Built layers) {
        int gpus = split.devices();
        boolean pipelined = gpus > 1 && split.hostLayers() == 0 && expertLayers == 0;
        Devices devices = new Devices(
                gpus,
                CUDA_ALIGNMENT_BYTES,
                CUDA_ROW_ELEMENTS,
                pipelined ? PIPELINE_COPIES : 1,
                OFFLOAD_TOKENS,
                work.temporaries());
        return ModelGraphs.reserve(layers.model(), settings(work), layers.places(), devices);
    }

    private LayerPlaces places(Layout layout) {
        int[] places = places(layout.split(), model.allLayers());
        return new LayerPlaces(layout.split().devices(), places, layout.expertLayers());
    }

    private Built layers(Layout layout) {
        LayerPlaces places = places(layout);
        if (!model.repeats()) return new Built(model, places);
        int[] needed = model.needed(places);
        return new Built(model.reduced(needed), places.of(needed));
    }

    /** A micro-batch has as many tokens of each sequence (llama_context::graph_reserve). */
    private GraphSettings settings(Workload work) {
        long sequences = work.sequences();
        long tokens = Exact.padded(work.ubatch(), sequences);
        return new GraphSettings(
                tokens,
                work.outputRows(),
                sequences,
                work.streams(),
                work.cells(),
                work.windowCells(),
                work.flash(),
                work.type(),
                march2025);
    }

    private static int[] places(LayerSplit split, int layers) {
        int[] places = new int[layers + 1];
        Arrays.fill(places, split.devices());
        for (int device = 0; device < split.devices(); device++)
            Arrays.fill(places, split.start(device), split.start(device + 1), device);
        return places;
    }
}

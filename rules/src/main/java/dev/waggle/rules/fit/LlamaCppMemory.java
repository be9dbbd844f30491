package dev.waggle.rules.fit;

import dev.waggle.models.gguf.GgmlType;
import java.util.ArrayList;
import java.util.List;

/** The parts of one model under one workload, for any split of its layers. */
final class LlamaCppMemory {
    private final ModelProfile profile;
    private final ContextMemory context;
    private final ComputeMemory compute;
    private final boolean readsMore;
    private final boolean sharesCache;
    private final long outputBytes;

    LlamaCppMemory(ModelProfile profile, Workload work) {
        this.profile = profile;
        this.context = ContextMemory.of(profile.shapes(), work);
        this.compute = ComputeMemory.of(profile.shapes(), work, profile.exact());
        this.sharesCache = profile.shapes().perLayerInput() > 0;
        this.readsMore = sharesCache || profile.shapes().recurrent();
        this.outputBytes =
                Exact.product(4, profile.shapes().vocabulary(), Math.max(work.outputRows(), work.sequences()));
    }

    /** The memory of a checked question. */
    static LlamaCppMemory of(
            ModelProfile profile,
            FitQuestion.FitSettings settings,
            GgmlType type,
            long outputRows,
            boolean temporaries) {
        return new LlamaCppMemory(profile, Workload.of(settings, profile.shapes(), type, outputRows, temporaries));
    }

    /** What lies on one device of a split, its overhead not counted. */
    Fit.Part onDevice(LayerSplit split, int device, int expertLayers, String id, long overheadBytes) {
        int from = split.start(device);
        int to = split.start(device + 1);
        int layers = profile.shapes().layers();
        int end = Math.min(to, layers);
        int begin = Math.min(from, end);
        return new Fit.Part(
                id,
                profile.weights().onDevice(from, to, expertLayers),
                context.onDevice(begin, end),
                context.recurrent(begin, end),
                computeOnDevice(split, device, expertLayers),
                0,
                overheadBytes);
    }

    private long computeOnDevice(LayerSplit split, int device, int expertLayers) {
        if (isPipelined(split, expertLayers)) return compute.pipelined(device, readsMore);
        int hostLayers = Math.min(split.hostLayers(), layers());
        long own = device == 0
                ? compute.beside(
                        profile.weights(),
                        hostLayers,
                        expertLayers,
                        context.largestBefore(hostLayers),
                        expertLayers > 0 && profile.twoMatrices())
                : compute.whole();
        return hostLayers > 0 && sharesCache ? Math.addExact(own, borrowedCache()) : own;
    }

    /** Layers on a device that use the cache of a layer on the host copy it: of each kind of layer one (gemma4.cpp). */
    private long borrowedCache() {
        return Exact.product(2, context.largestBefore(layers()));
    }

    /** What lies on the host. */
    Fit.Part onHost(LayerSplit split, int expertLayers, long overheadBytes) {
        int end = Math.min(split.hostLayers(), layers());
        long computeBytes;
        if (split.devices() == 0) computeBytes = compute.hostAlone();
        else if (isPipelined(split, expertLayers)) computeBytes = compute.hostPipelined();
        else computeBytes = compute.hostBeside(end > 0);
        return new Fit.Part(
                "host",
                profile.weights().onHost(split.hostLayers(), expertLayers),
                context.onHost(end),
                context.recurrent(0, end),
                computeBytes,
                outputBytes,
                overheadBytes);
    }

    /** All parts of a split; devices that hold nothing are left out. */
    List<Fit.Part> parts(LayerSplit split, int expertLayers, FitQuestion question) {
        List<Fit.Part> parts = new ArrayList<>();
        for (int device = 0; device < split.devices(); device++) {
            if (split.isEmpty(device)) continue;
            String id = question.devices().get(device).device();
            parts.add(onDevice(split, device, expertLayers, id, question.deviceOverheadBytes()));
        }
        parts.add(onHost(split, expertLayers, question.hostOverheadBytes()));
        return parts;
    }

    /** Several devices that hold everything work on several micro-batches at once (llama_context, pipeline_parallel). */
    private static boolean isPipelined(LayerSplit split, int expertLayers) {
        return split.devices() > 1 && split.hostLayers() == 0 && expertLayers == 0;
    }

    private int layers() {
        return profile.shapes().layers();
    }
}

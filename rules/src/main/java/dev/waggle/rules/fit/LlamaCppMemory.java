package dev.waggle.rules.fit;

import java.util.ArrayList;
import java.util.List;

/** The parts of one model under one workload, for any split of its layers. */
final class LlamaCppMemory {
    /** The name of the host's part. */
    static final String HOST = "host";

    private final ModelProfile profile;
    private final Workload work;
    private final FitQuestion question;
    private final ContextMemory context;
    private final long outputBytes;

    LlamaCppMemory(ModelProfile profile, Workload work, FitQuestion question) {
        this.profile = profile;
        this.work = work;
        this.question = question;
        this.context = ContextMemory.of(profile.shapes(), work);
        this.outputBytes =
                Exact.product(4, profile.shapes().vocabulary(), Math.max(work.outputRows(), work.sequences()));
    }

    int layers() {
        return profile.shapes().layers();
    }

    /** Whether no device's capacity forbids the split; scratch memory is computed only where the rest fits. */
    boolean holds(LayerSplit split, int expertLayers) {
        for (int device = 0; device < split.devices(); device++)
            if (beyond(split, device, expertLayers, 0)) return false;
        long[] compute = profile.scratch().bytes(work, split, expertLayers);
        for (int device = 0; device < split.devices(); device++)
            if (beyond(split, device, expertLayers, compute[device])) return false;
        return true;
    }

    private boolean beyond(LayerSplit split, int device, int expertLayers, long compute) {
        Fit.Part part = onDevice(split, device, expertLayers, compute);
        return !split.isEmpty(device)
                && part.residentBytes() > question.devices().get(device).capacityBytes();
    }

    /** What the split takes, part by part. */
    Fit fit(LayerSplit split, int expertLayers) {
        long[] compute = profile.scratch().bytes(work, split, expertLayers);
        List<Fit.Part> parts = new ArrayList<>();
        List<Fit.Buffer> buffers = new ArrayList<>();
        for (int device = 0; device < split.devices(); device++) {
            Fit.Part part = onDevice(split, device, expertLayers, compute[device]);
            Fit.Buffer buffer = new Fit.Buffer(
                    "GPU" + device,
                    part.weightsBytes(),
                    Math.addExact(part.kvBytes(), part.recurrentBytes()),
                    part.computeBytes());
            if (part.residentBytes() == part.overheadBytes()) continue;
            buffers.add(buffer);
            parts.add(part);
        }
        Fit.Part host = onHost(split, expertLayers, compute[split.devices()]);
        parts.add(host);
        addHostBuffers(buffers, host, split.devices() > 0);
        int all = layers() + 1;
        return new Fit(all - split.hostLayers(), all, expertLayers, profile.exact(), parts, buffers);
    }

    private Fit.Part onDevice(LayerSplit split, int device, int expertLayers, long compute) {
        int from = split.start(device);
        int to = split.start(device + 1);
        int end = Math.min(to, layers());
        int begin = Math.min(from, end);
        return new Fit.Part(
                question.devices().get(device).device(),
                profile.weights().onDevice(from, to, expertLayers),
                context.onDevice(begin, end),
                context.recurrent(begin, end),
                compute,
                0,
                question.deviceOverheadBytes());
    }

    private Fit.Part onHost(LayerSplit split, int expertLayers, long compute) {
        int end = Math.min(split.hostLayers(), layers());
        return new Fit.Part(
                HOST,
                profile.weights().onHost(split.hostLayers(), expertLayers),
                context.onHost(end),
                context.recurrent(0, end),
                compute,
                outputBytes,
                question.hostOverheadBytes());
    }

    /** Beside a GPU weights and scratch memory are pinned; caches, and tables that are read lazily, are not. */
    private void addHostBuffers(List<Fit.Buffer> buffers, Fit.Part host, boolean besideGpu) {
        long contextBytes = Math.addExact(host.kvBytes(), host.recurrentBytes());
        HostLayout layout = profile.hostLayout();
        if (besideGpu) {
            long lazy = layout.lazyBytes();
            buffers.add(new Fit.Buffer("HOST_PINNED", host.weightsBytes() - lazy, 0, host.computeBytes()));
            if (contextBytes > 0 || lazy > 0) buffers.add(new Fit.Buffer("CPU", lazy, contextBytes, 0));
            return;
        }
        long repacked = question.settings().repacks() ? layout.repackedBytes() : 0;
        long copied = question.settings().repacks() ? layout.copiedBytes() : 0;
        if (repacked > 0) buffers.add(new Fit.Buffer("CPU_REPACK", Math.addExact(repacked, copied), 0, 0));
        buffers.add(new Fit.Buffer("CPU", host.weightsBytes() - repacked, contextBytes, host.computeBytes()));
    }
}

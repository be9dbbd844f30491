package dev.waggle.rules.fit.ggml;

import java.util.List;

/**
 * Scratch memory of a graph that was divided: each tensor is placed when its node runs and freed behind its last reader
 * (ggml-alloc.c, ggml_gallocr_reserve_n_size).
 */
final class Allocator {
    private final Devices devices;
    private final FreeBlocks[] buffers;

    private Allocator(Devices devices) {
        this.devices = devices;
        this.buffers = new FreeBlocks[devices.count()];
        for (int device = 0; device < buffers.length; device++) buffers[device] = new FreeBlocks();
    }

    /** Bytes each device needs for the nodes, in the order they run, and the leafs. */
    static long[] reserve(Devices devices, List<Tensor> nodes, List<Tensor> leafs) {
        Allocator allocator = new Allocator(devices);
        for (Tensor leaf : leafs) allocator.allocate(leaf, leaf.device);
        allocator.count(nodes);
        for (Tensor node : nodes) allocator.run(node);
        long[] bytes = new long[allocator.buffers.length];
        for (int device = 0; device < bytes.length; device++) bytes[device] = allocator.buffers[device].largest();
        return bytes;
    }

    private void count(List<Tensor> nodes) {
        for (Tensor node : nodes) {
            if (node.viewed != null && node.op != Op.NONE) node.viewed.views++;
            if (node.input) allocate(node, node.device);
            for (Tensor source : node.sources) {
                source.children++;
                if (source.input) allocate(source, node.device);
            }
        }
    }

    private void run(Tensor node) {
        for (Tensor source : node.sources) allocate(source, node.device);
        allocate(node, node.device);
        for (Tensor source : node.sources) {
            source.children--;
            if (source.children == 0 && source.views == 0) release(source);
        }
    }

    private void release(Tensor tensor) {
        if (tensor.viewed != null) {
            Tensor viewed = tensor.viewed;
            viewed.views--;
            if (viewed.views == 0 && viewed.children == 0 && viewed.allocated) free(viewed);
        } else if (tensor.allocated) free(tensor);
    }

    private void free(Tensor tensor) {
        if (tensor.output) return;
        buffers[tensor.buffer].give(tensor.offset, devices.bytes(tensor.buffer, tensor));
        tensor.allocated = false;
    }

    private void allocate(Tensor tensor, int device) {
        if (tensor.home != Tensor.NOWHERE || tensor.allocated || tensor.viewed != null) return;
        tensor.allocated = true;
        if (tensor.op.isInPlace() && overwritesSource(tensor)) return;
        tensor.buffer = device;
        tensor.offset = buffers[device].take(devices.bytes(device, tensor));
    }

    /** Views are never overwritten: ggml marks none of them as its own. */
    private boolean overwritesSource(Tensor tensor) {
        for (Tensor source : tensor.sources) {
            if (!source.allocated || source.output || source.children != 1 || source.views != 0) continue;
            if (!tensor.hasLayoutOf(source)) continue;
            takeOver(tensor, source);
            return true;
        }
        return false;
    }

    private void takeOver(Tensor tensor, Tensor source) {
        source.allocated = false;
        tensor.buffer = source.buffer;
        tensor.offset = source.offset;
        long held = devices.bytes(source.buffer, source);
        long needed = devices.bytes(source.buffer, tensor);
        if (held > needed) buffers[source.buffer].give(source.offset + needed, held - needed);
    }
}

package dev.waggle.rules.fit.ggml;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides a graph among devices and finds what must be copied between them (ggml-backend.cpp,
 * ggml_backend_sched_split_graph). Every device is taken to support every operation.
 */
public final class Scheduler {
    private final Devices devices;
    private final Graph graph;
    private final List<Split> splits = new ArrayList<>();
    private final List<Tensor> inputs = new ArrayList<>();

    private Scheduler(Devices devices, Graph graph) {
        this.devices = devices;
        this.graph = graph;
    }

    /** Bytes of scratch memory of each device, the processor last. The graph can't be used again. */
    public static long[] reserve(Devices devices, Graph graph) {
        return new Scheduler(devices, graph).reserve();
    }

    private long[] reserve() {
        for (Tensor leaf : graph.leafs) leaf.device = placeOf(leaf);
        for (Tensor node : graph.nodes) if (node.device == Tensor.NOWHERE) node.device = placeOf(node);
        spread();
        assignTheRest();
        split();
        List<Tensor> nodes = new ArrayList<>(graph.nodes.size() + 64);
        for (Split split : splits) addTo(nodes, split);
        List<Tensor> leafs = devices.copies() == 1 ? graph.leafs : leafsWithCopies();
        return Allocator.reserve(devices, nodes, leafs);
    }

    /** Where a node's own bytes, or its weights, already lie (ggml_backend_sched_backend_id_from_cur). */
    private int placeOf(Tensor tensor) {
        if (tensor.homeOfBytes() != Tensor.NOWHERE) return tensor.homeOfBytes();
        if (tensor.input) return devices.host();
        if (tensor.op == Op.ROPE || tensor.op == Op.FLASH_ATTENTION) return Tensor.NOWHERE;
        for (Tensor source : tensor.sources) {
            if (!source.weight) continue;
            return source.home == devices.host() && devices.offloads(tensor) ? 0 : source.home;
        }
        return Tensor.NOWHERE;
    }

    /** Neighbours of placed nodes go with them: GPUs first, downwards and upwards, then the processor. */
    private void spread() {
        spread(false, false);
        spread(true, false);
        spread(false, true);
        spread(true, true);
    }

    private void spread(boolean upwards, boolean host) {
        int current = Tensor.NOWHERE;
        int count = graph.nodes.size();
        for (int i = 0; i < count; i++) {
            Tensor node = graph.nodes.get(upwards ? count - 1 - i : i);
            if (node.op.isView()) continue;
            if (node.device == Tensor.NOWHERE) node.device = current;
            else current = host || node.device != devices.host() ? node.device : Tensor.NOWHERE;
        }
    }

    private void assignTheRest() {
        for (Tensor node : graph.nodes) {
            if (node.viewed != null && node.device == Tensor.NOWHERE) node.device = node.viewed.device;
            for (Tensor source : node.sources) {
                if (source.device != Tensor.NOWHERE) continue;
                source.device = source.viewed != null ? source.viewed.device : node.device;
            }
            if (node.device == Tensor.NOWHERE) node.device = 0;
        }
    }

    private void split() {
        Split current = new Split(firstDevice(), 0);
        splits.add(current);
        for (int i = 0; i < graph.nodes.size(); i++) {
            Tensor node = graph.nodes.get(i);
            if (node.op.isView()) continue;
            if (node.device != current.device || bringsAnotherWeight(node, current)) {
                current.end = i;
                current = new Split(node.device, i);
                splits.add(current);
            }
            for (int source = 0; source < node.sources.length; source++) connect(node, source, current);
        }
        current.end = graph.nodes.size();
    }

    private int firstDevice() {
        for (Tensor node : graph.nodes) if (!node.op.isView()) return node.device;
        return devices.host();
    }

    /** A new split lets the copy of the last weight be overwritten by the next. */
    private boolean bringsAnotherWeight(Tensor node, Split current) {
        if (current.inputs.isEmpty()) return false;
        for (Tensor source : node.sources)
            if (source.weight && source.device != current.device && isBeyondReach(source, current.device)) return true;
        return false;
    }

    private boolean isBeyondReach(Tensor tensor, int device) {
        int home = tensor.homeOfBytes();
        return !devices.reaches(device, home != Tensor.NOWHERE ? home : tensor.device);
    }

    private void connect(Tensor node, int index, Split current) {
        Tensor source = node.sources[index];
        if (source.input && devices.copies() > 1) keepCopies(source);
        if (source.device == current.device || !isBeyondReach(source, current.device)) return;
        if (source.copies == null) source.copies = new Tensor[devices.count() * devices.copies()];
        int first = current.device * devices.copies();
        if (source.copies[first] == null) {
            for (int copy = 0; copy < devices.copies(); copy++) source.copies[first + copy] = copyOf(source, current);
            current.inputs.add(source);
        }
        if (node.sources.length > 0) {
            node.sources = node.sources.clone();
            node.sources[index] = source.copies[first];
        }
    }

    private Tensor copyOf(Tensor source, Split current) {
        Tensor copy = source.sameLayout();
        copy.device = current.device;
        if (devices.copies() > 1) {
            copy.input = true;
            copy.output = true;
        }
        return copy;
    }

    /** Several micro-batches in flight each have inputs of their own. */
    private void keepCopies(Tensor input) {
        if (input.copies == null) input.copies = new Tensor[devices.count() * devices.copies()];
        int first = input.device * devices.copies();
        if (input.copies[first] != null) return;
        for (int copy = 0; copy < devices.copies(); copy++) {
            Tensor kept = copy == 0 ? input : input.sameLayout();
            kept.device = input.device;
            kept.input = true;
            kept.output = true;
            input.copies[first + copy] = kept;
        }
        inputs.add(input);
    }

    /** A split's inputs are held until they are copied, and their copies are made when the split starts. */
    private void addTo(List<Tensor> nodes, Split split) {
        for (Tensor input : split.inputs) {
            Tensor[] copies = input.copies;
            if (copies == null) continue;
            Tensor held = new Tensor(
                    Op.NONE,
                    input.type,
                    input.n0,
                    input.n1,
                    input.n2,
                    input.n3,
                    input.b0,
                    input.b1,
                    input.b2,
                    input.b3,
                    input.owner(),
                    input);
            held.device = input.device;
            nodes.add(held);
            nodes.add(copies[split.device * devices.copies()]);
        }
        nodes.addAll(graph.nodes.subList(split.start, split.end));
    }

    private List<Tensor> leafsWithCopies() {
        List<Tensor> leafs = new ArrayList<>();
        for (Tensor input : inputs) addCopies(leafs, input, input.device);
        for (Split split : splits) for (Tensor input : split.inputs) addCopies(leafs, input, split.device);
        leafs.addAll(graph.leafs);
        return leafs;
    }

    private void addCopies(List<Tensor> leafs, Tensor input, int device) {
        Tensor[] copies = input.copies;
        if (copies == null) return;
        for (int copy = 0; copy < devices.copies(); copy++) leafs.add(copies[device * devices.copies() + copy]);
    }

    /** Nodes that one device computes without a break. */
    private static final class Split {
        final int device;
        final int start;
        int end;
        final List<Tensor> inputs = new ArrayList<>();

        Split(int device, int start) {
            this.device = device;
            this.start = start;
        }
    }
}

package dev.waggle.rules.fit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which device holds which layer (llama_model::load_tensors, get_layer_buft_list, 0.5.0): the last {@code offloaded} of
 * the layers and the output layer, the output layer always among them, divided by the devices' memory.
 */
final class LayerSplit {
    private final int hostLayers;
    private final int[] starts;

    private LayerSplit(int hostLayers, int[] starts) {
        this.hostLayers = hostLayers;
        this.starts = starts;
    }

    /**
     * Divides layers.
     *
     * @param layers blocks of the model
     * @param offloaded blocks and output layer that go to devices
     * @param shares cumulative share of each device, 1 for the last; none for the host alone
     */
    static LayerSplit of(int layers, int offloaded, float[] shares) {
        int all = layers + 1;
        int moved = shares.length == 0 ? 0 : Math.min(offloaded, all);
        int[] starts = new int[shares.length + 1];
        for (int device = 0; device < shares.length; device++)
            starts[device] = all - moved + (device == 0 ? 0 : reaching(shares[device - 1], moved));
        starts[shares.length] = all;
        return new LayerSplit(all - moved, starts);
    }

    /** The first index whose fraction of all reaches the share, in the floats llama.cpp compares. */
    private static int reaching(float share, int all) {
        int index = Math.min(all, (int) Math.ceil((double) share * all));
        while (index > 0 && (float) (index - 1) / all >= share) index--;
        while (index < all && (float) index / all < share) index++;
        return index;
    }

    /** Each device's share of all devices' memory, added up (splits in load_tensors). */
    static float[] shares(long[] capacities) {
        float[] shares = new float[capacities.length];
        float sum = 0;
        for (int device = 0; device < shares.length; device++) {
            sum += (float) capacities[device];
            shares[device] = sum;
        }
        for (int device = 0; device < shares.length; device++) shares[device] /= sum;
        return shares;
    }

    /** Layers on the host, all from the start; one more than there are where the output layer is there too. */
    int hostLayers() {
        return hostLayers;
    }

    /** The first layer of a device, or of the one behind the last: the number of layers and the output layer. */
    int start(int device) {
        return starts[device];
    }

    /** True where a device gets no layer, as the last of several do when few layers go to devices. */
    boolean isEmpty(int device) {
        return starts[device] == starts[device + 1];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LayerSplit split
                && hostLayers == split.hostLayers
                && Arrays.equals(starts, split.starts);
    }

    @Override
    public int hashCode() {
        return 31 * hostLayers + Arrays.hashCode(starts);
    }

    /** The number of devices. */
    int devices() {
        return starts.length - 1;
    }
}

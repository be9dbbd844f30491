package dev.waggle.rules.fit.llama;

/** Which device holds what. Devices are numbered from 0, the processor is behind the last GPU. */
public final class LayerPlaces {
    private final int host;
    private final int[] layers;
    private final int expertLayersOnHost;

    /**
     * Places each layer.
     *
     * @param host the processor's number
     * @param layers the device of each layer, and behind them that of the output layer
     * @param expertLayersOnHost layers from the start whose experts lie on the host
     */
    public LayerPlaces(int host, int[] layers, int expertLayersOnHost) {
        this.host = host;
        this.layers = layers.clone();
        this.expertLayersOnHost = expertLayersOnHost;
    }

    /** The places of some of the layers, and of the output layer. */
    public LayerPlaces of(int[] kept) {
        int[] some = new int[kept.length + 1];
        int experts = 0;
        for (int layer = 0; layer < kept.length; layer++) {
            some[layer] = layers[kept[layer]];
            if (kept[layer] < expertLayersOnHost) experts = layer + 1;
        }
        some[kept.length] = output();
        return new LayerPlaces(host, some, experts);
    }

    int host() {
        return host;
    }

    int layer(int layer) {
        return layers[layer];
    }

    int output() {
        return layers[layers.length - 1];
    }

    int expertLayersOnHost() {
        return expertLayersOnHost;
    }
}

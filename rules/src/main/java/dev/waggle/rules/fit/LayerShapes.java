package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.models.ModelShape.Attention;
import java.util.List;

/**
 * A model's sizes as llama.cpp resolves them (llama_hparams, 0.5.0). Lengths are elements.
 *
 * @param each what differs between the blocks
 * @param embedding width of the residual stream
 * @param vocabulary tokens, 0 where there is no output layer
 * @param mostValues the largest number of elements of values of a layer, cached or not
 * @param window the window's width, 0 where no layer has one
 * @param heads query heads
 * @param keyLength elements of one key head
 * @param keyValueHeads key heads of the layer that has most
 * @param latent compressed attention, whose cache holds no values
 * @param attends whether any layer attends, with a cache or without
 * @param cached whether anything is kept between tokens
 * @param feedForward widest dense feed-forward part, 0 where there is none
 * @param gated whether it has a gate
 * @param expertFeedForward width of one expert, 0 for dense models
 * @param expertsUsed experts that see one token
 * @param doubleQuery elements of a token's query beyond heads × length: a gate
 * @param perLayerInput elements of all layers' own embeddings of a token
 * @param extraStreams residual streams kept beside the main one
 * @param inner elements of a state space's inner stream, 0 where there is none
 * @param stateInput elements a Mamba-2 layer projects a token to beyond the inner streams, 0 for Mamba
 * @param timeMix whether layers mix time as RWKV does
 * @param flashes whether llama.cpp has flash attention for the architecture
 */
record LayerShapes(
        List<Layer> each,
        long embedding,
        long vocabulary,
        long mostValues,
        long window,
        long heads,
        long keyLength,
        long keyValueHeads,
        boolean latent,
        boolean attends,
        boolean cached,
        long feedForward,
        boolean gated,
        long expertFeedForward,
        long expertsUsed,
        long doubleQuery,
        long perLayerInput,
        long extraStreams,
        long inner,
        long stateInput,
        boolean timeMix,
        boolean flashes) {

    /** Copies the list. */
    LayerShapes {
        each = List.copyOf(each);
    }

    /**
     * One block.
     *
     * @param keys elements a cache holds of a token's keys, 0 where the layer caches none
     * @param values the same of its values
     * @param windowed whether the layer sees a window only
     * @param state elements of recurrent state of a sequence, 0 where the layer has none
     */
    record Layer(long keys, long values, boolean windowed, long state) {}

    /** The sizes of a model for a version of llama.cpp. */
    static LayerShapes of(ModelFile model, ModelShape shape, ArchitectureFacts facts, LlamaCppVersion version) {
        return new LayerShapesReader(model, shape, facts, version).read();
    }

    /** The number of blocks. */
    int layers() {
        return each.size();
    }

    /** True where some layer keeps recurrent state. */
    boolean recurrent() {
        return mostState() > 0;
    }

    /** Elements of the largest recurrent state of a sequence. */
    long mostState() {
        long most = 0;
        for (Layer layer : each) most = Math.max(most, layer.state());
        return most;
    }

    /** The largest number of elements that one layer caches of a token. */
    long mostCached() {
        long most = 0;
        for (Layer layer : each) most = Math.max(most, Math.addExact(layer.keys(), layer.values()));
        return most;
    }

    /** True where the file's layers keep keys and values for the last of them only. */
    static boolean isLatent(Attention attention) {
        return attention.latent() != null
                && attention.latent().keyLength() > 0
                && attention.latent().valueLength() > 0;
    }
}

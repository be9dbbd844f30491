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
 * @param keyLength elements of one key head
 * @param latent compressed attention, whose cache holds no values
 * @param cached whether anything is kept between tokens
 * @param flashes whether llama.cpp has flash attention for the architecture
 */
record LayerShapes(
        List<Layer> each,
        long embedding,
        long vocabulary,
        long mostValues,
        long window,
        long keyLength,
        boolean latent,
        boolean cached,
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

    /** True where the file's layers keep keys and values for the last of them only. */
    static boolean isLatent(Attention attention) {
        return attention.latent() != null
                && attention.latent().keyLength() > 0
                && attention.latent().valueLength() > 0;
    }
}

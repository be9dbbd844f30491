package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;

/** How the vectors of a text's tokens become one: as the model says, by their mean where it says nothing. */
final class Pooling {
    private Pooling() {}

    static int of(LlamaApi api, Pointer model) throws LoadException {
        String architecture = Metadata.text(api, model, "general.architecture").orElse("");
        int pooling = Metadata.text(api, model, architecture + ".pooling_type")
                .map(Integer::parseInt)
                .orElse(ContextParams.POOLING_NONE);
        if (pooling == ContextParams.POOLING_RANK) {
            throw new LoadException(
                    LoadProblem.UNSUPPORTED_SETTINGS, "The model ranks texts; it gives no embedding of one.");
        }
        return pooling == ContextParams.POOLING_NONE ? ContextParams.POOLING_MEAN : pooling;
    }
}

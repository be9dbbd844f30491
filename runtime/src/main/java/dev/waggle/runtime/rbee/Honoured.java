package dev.waggle.runtime.rbee;

import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Sampling;
import java.util.Map;

/**
 * Which parameters of a request an rbee worker honours: prompt, most tokens, temperature, top-p and top-k. Stop texts are
 * looked for by us. What else would change the answer is refused.
 */
final class Honoured {
    /** The worker's only seed. */
    private static final int SEED = 42;

    private Honoured() {}

    static void check(GenerationRequest request) throws RefusedException {
        Sampling sampling = request.sampling();
        if (request.constraint() != null) {
            throw new RefusedException(
                    "constraint-not-supported", "This worker takes neither a grammar nor a JSON schema.", Map.of());
        }
        boolean random = sampling.temperature() > 0 && sampling.topK() != 1;
        if (random && sampling.seed() != SEED) {
            throw refused("seed " + sampling.seed() + ", for its only seed is " + SEED);
        }
        if (random && sampling.minP() > 0) {
            throw refused("min-p " + sampling.minP());
        }
        if (!sampling.penalties().areNone()) {
            throw refused("penalties of the request, for it has its own");
        }
    }

    private static RefusedException refused(String what) {
        return new RefusedException("parameter-not-honoured", "This worker does not honour " + what + ".", Map.of());
    }
}

package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is computed once for a model.
 *
 * @param shapes its sizes
 * @param weights its tensors, summed
 * @param exact whether its architecture's arithmetic is on record
 * @param twoMatrices whether devices copy two matrices of experts at once
 */
record ModelProfile(LayerShapes shapes, ModelWeights weights, boolean exact, boolean twoMatrices) {

    /** Profiles of the models asked about last, found by the model's identity; a lost one is computed again. */
    static final class Cache {
        private static final int SLOTS = 256;

        private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

        /** The profile of a model; the same one while the model is in use. */
        ModelProfile of(ModelFile model, ModelShape shape, LlamaCppVersion version) {
            int slot = System.identityHashCode(model) & (SLOTS - 1);
            Entry entry = slots.get(slot);
            if (entry != null && entry.model.refersTo(model)) return entry.profile;
            LayerShapes shapes = LayerShapes.of(model, shape, version);
            ModelProfile profile = new ModelProfile(
                    shapes,
                    ModelWeights.of(model, shapes),
                    version.isExactFor(model.architecture()),
                    Architectures.COPIES_TWO_MATRICES.contains(model.architecture()));
            slots.set(slot, new Entry(new WeakReference<>(model), profile));
            return profile;
        }

        private record Entry(WeakReference<ModelFile> model, ModelProfile profile) {}
    }
}

package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.rules.fit.llama.GraphModel;
import dev.waggle.rules.fit.llama.GraphRecord;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is computed once for a model.
 *
 * @param shapes its sizes
 * @param weights its tensors, summed
 * @param hostLayout how the host holds them
 * @param scratch its graph's memory
 * @param exact whether its architecture's graph is on record
 */
record ModelProfile(
        LayerShapes shapes, ModelWeights weights, HostLayout hostLayout, ScratchMemory scratch, boolean exact) {

    static ModelProfile of(ModelFile model, ModelShape shape, ArchitectureFacts facts, LlamaCppVersion version) {
        LayerShapes shapes = LayerShapes.of(model, shape, facts, version);
        boolean tied = model.tiedEmbeddings() && facts.hasOutput();
        return new ModelProfile(
                shapes,
                ModelWeights.of(model, shapes, facts, version.isLegacy() ? 0 : shape.predictionLayers()),
                HostLayout.of(model, tied, shapes.layers() - (version.isLegacy() ? 0 : shape.predictionLayers())),
                new ScratchMemory(graphModel(model, facts.graph(), shape, shapes), version.isLegacy()),
                version == LlamaCppVersion.V0_5 && facts.graph().isOnRecord());
    }

    private static GraphModel graphModel(ModelFile model, GraphRecord graph, ModelShape shape, LayerShapes shapes) {
        int layers = shapes.layers();
        boolean[] windowed = new boolean[layers];
        boolean[] recurrent = new boolean[layers];
        boolean[] cached = new boolean[layers];
        for (int layer = 0; layer < layers; layer++) {
            LayerShapes.Layer each = shapes.each().get(layer);
            windowed[layer] = each.windowed();
            recurrent[layer] = each.state() > 0;
            cached[layer] = each.keys() > 0;
        }
        return new GraphModel(
                model.architecture(),
                graph,
                model.keys(),
                model.tensors(),
                layers,
                shape.predictionLayers(),
                shapes.embedding(),
                shapes.mostValues(),
                windowed,
                recurrent,
                cached);
    }

    /** Profiles of the models asked about last, found by the model's identity; a lost one is computed again. */
    static final class Cache {
        private static final int SLOTS = 256;

        private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

        /** The profile of a model; the same one while the model is in use. */
        ModelProfile of(ModelFile model, ModelShape shape, ArchitectureFacts facts, LlamaCppVersion version) {
            int slot = System.identityHashCode(model) & (SLOTS - 1);
            Entry entry = slots.get(slot);
            if (entry != null && entry.model.refersTo(model)) return entry.profile;
            ModelProfile profile = ModelProfile.of(model, shape, facts, version);
            slots.set(slot, new Entry(new WeakReference<>(model), profile));
            return profile;
        }

        private record Entry(WeakReference<ModelFile> model, ModelProfile profile) {}
    }
}

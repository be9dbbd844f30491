package dev.waggle.server.gpucheck;

import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.fit.Fit;
import dev.waggle.rules.fit.FitAnswer;
import dev.waggle.rules.fit.FitQuestion;
import dev.waggle.rules.fit.FitRules;
import dev.waggle.rules.fit.FitSettings;
import dev.waggle.rules.fit.Placement;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.server.app.EngineDevices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the arithmetic says of a model whose layers are all on one GPU. */
final class Estimate {
    private Estimate() {}

    static List<MemoryUse> of(Path file, String backend, LoadSettings settings) throws ModelFileException {
        FitQuestion question = new FitQuestion(
                ModelFile.read(file),
                false,
                FitSettings.of(settings.contextTokens(), 1, settings.kvType(), settings.flashAttention())
                        .withBatches(settings.batchTokens(), settings.microBatchTokens()),
                Placement.ALL_ON_DEVICE,
                List.of(new FitQuestion.DeviceCapacity("gpu0", 1L << 50)),
                1L << 50,
                0,
                0);
        FitAnswer answer = rules().fit(question);
        if (!(answer instanceof FitAnswer.Known known)) return List.of();
        List<MemoryUse> memory = new ArrayList<>();
        for (Fit.Part part : known.fit().parts())
            memory.add(new MemoryUse(
                    part.device().equals(MemoryUse.HOST) ? MemoryUse.HOST : EngineDevices.name(backend, 0),
                    part.weightsBytes(),
                    part.kvBytes() + part.recurrentBytes() + part.outputBytes(),
                    part.computeBytes(),
                    0));
        return memory;
    }

    /** The shipped catalog's arithmetic of llama.cpp. */
    private static FitRules rules() {
        return CatalogLoader.embedded().engines().values().stream()
                .filter(engine -> engine.fitRules().equals("llamacpp-0.5"))
                .flatMap(engine -> engine.memory().stream())
                .findFirst()
                .orElseThrow();
    }
}

package dev.waggle.server.app;

import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Purpose;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which workers of the catalog can be started here, and the plan a verdict becomes. */
public final class Startable {
    private static final int BATCH_TOKENS = 64;
    private static final String LLAMA_JAVA = "llamacpp-java";

    private final Engine llamaJava = LlamaJavaEngine.here();
    private final int threads;

    /** Workers use that many threads. */
    public Startable(int threads) {
        this.threads = threads;
    }

    /** The workers whose adapter is in this program and needs nothing installed. */
    public List<WorkerEntry> of(List<WorkerEntry> workers) {
        return workers.stream()
                .filter(worker -> worker.startable().equals(LLAMA_JAVA))
                .toList();
    }

    /** Exactly what was judged, as a plan; empty where no adapter starts the worker. */
    public Optional<Plan> plan(Verdict verdict, Path file) {
        if (!verdict.worker().startable().equals(LLAMA_JAVA)) return Optional.empty();
        Long context = verdict.settings().contextTokens();
        LoadSettings settings = new LoadSettings(
                Purpose.GENERATE,
                context == null ? 1 : Math.toIntExact(context),
                BATCH_TOKENS,
                BATCH_TOKENS,
                threads,
                "cpu",
                List.of(),
                0,
                0,
                verdict.settings().kvType(),
                verdict.settings().flashAttention());
        return Optional.of(new Plan(llamaJava, file.toAbsolutePath(), settings, List.of()));
    }
}

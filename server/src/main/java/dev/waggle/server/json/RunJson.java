package dev.waggle.server.json;

import dev.waggle.runtime.SecondOpinion;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.runs.Retry;
import dev.waggle.runtime.runs.RunSnapshot;
import dev.waggle.runtime.runs.RunState;
import dev.waggle.runtime.runs.RunWorker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A run as JSON. No path of this machine is in it. */
public final class RunJson {
    private RunJson() {}

    /** All of a run. */
    public static Map<String, @Nullable Object> of(RunSnapshot run) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", run.id().value());
        json.put("label", run.label());
        json.put("state", state(run.state()));
        if (run.state() instanceof RunState.Loading loading) json.put("loadedFraction", orNull(loading.fraction()));
        if (run.state() instanceof RunState.Ended ended) json.put("reason", ended.reason());
        if (run.state() instanceof RunState.Failed failed) {
            json.put("failure", failure(failed.failure()));
            json.put(
                    "retryInSeconds",
                    failed.retry() instanceof Retry.After after ? after.delay().toSeconds() : null);
        }
        json.put("engine", run.plan().engine().name());
        json.put("settings", run.plan().settings());
        json.put("startedExplicitly", run.explicit());
        json.put("startedAt", run.startedAt().toString());
        json.put("lastUsedAt", run.lastUsedAt().toString());
        json.put("answers", run.answers());
        json.put("waiting", run.waiting());
        json.put("restarts", run.restarts());
        json.put("worker", run.worker().map(RunJson::worker).orElse(null));
        return json;
    }

    /** The name of a state. */
    public static String state(RunState state) {
        return state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> failure(WorkerFailure failure) {
        return Map.of("code", failure.code(), "message", failure.message());
    }

    private static Map<String, @Nullable Object> worker(RunWorker worker) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("pid", worker.pid());
        json.put("servingPid", worker.servingPid());
        json.put("contextTokens", worker.contextTokens());
        json.put("loadMillis", worker.loadMillis());
        json.put("memory", worker.memory());
        json.put("secondOpinion", worker.opinion().map(RunJson::opinion).orElse(null));
        json.put("peakResidentBytes", orNull(worker.peakResidentBytes()));
        return json;
    }

    private static Map<String, @Nullable Object> opinion(SecondOpinion opinion) {
        List<Map<String, @Nullable Object>> memories =
                opinion.memories().stream().map(RunJson::compared).toList();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("disagrees", opinion.disagrees());
        json.put("memories", memories);
        return json;
    }

    private static Map<String, @Nullable Object> compared(SecondOpinion.Compared memory) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("device", memory.device());
        json.put("estimatedBytes", orNull(memory.estimatedBytes()));
        json.put("measuredBytes", memory.measuredBytes());
        json.put("roundingBytes", memory.roundingBytes());
        json.put("ratio", orNull(memory.ratio()));
        json.put("disagrees", memory.disagrees());
        return json;
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}

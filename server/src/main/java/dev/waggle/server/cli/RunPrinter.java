package dev.waggle.server.cli;

import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.Usage;
import dev.waggle.server.app.Quantity;
import dev.waggle.server.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Prints a run: the answer on standard output as it comes, everything about it on standard error. */
final class RunPrinter {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final StringBuilder answer = new StringBuilder();

    RunPrinter(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Shows progress while a model loads, where the launcher says that a person watches. */
    Opening whileLoading(Function<Consumer<OptionalDouble>, Opening> open) {
        if (!Boolean.getBoolean("waggle.terminal")) return open.apply(fraction -> {});
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("loading")
                .setInitialMax(-1)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish()
                .build()) {
            return open.apply(fraction -> show(bar, fraction));
        }
    }

    private static void show(ProgressBar bar, OptionalDouble fraction) {
        if (fraction.isPresent()) bar.maxHint(100).stepTo(Math.round(fraction.getAsDouble() * 100));
    }

    /** One piece of the answer. */
    void text(String piece) {
        answer.append(piece);
        if (!json) {
            out.print(piece);
            out.flush();
        }
    }

    /** The end of the answer; returns the exit code. */
    int ended(Ended ended, Worker worker, int seed) {
        if (!json && !answer.isEmpty()) out.println();
        out.flush();
        if (ended instanceof Ended.Finished finished)
            return finished(finished.reason(), finished.usage(), worker, seed);
        if (ended instanceof Ended.Refused refused) {
            err.println("waggle: " + refused.message());
            return ExitCode.BAD_INPUT;
        }
        if (ended instanceof Ended.Failed failed) return failure(failed.failure());
        err.println("waggle: cancelled.");
        return ExitCode.NO;
    }

    private int finished(FinishReason reason, Usage usage, Worker worker, int seed) {
        if (json) out.println(Json.pretty(object(reason, usage, worker, seed)));
        else err.println(summary(reason, usage, worker));
        out.flush();
        return ExitCode.YES;
    }

    private static String summary(FinishReason reason, Usage usage, Worker worker) {
        String text = String.format(
                Locale.ROOT,
                "[%d tokens, %.1f tokens/s; prompt of %d tokens in %d ms; loaded in %d ms",
                usage.completionTokens(),
                Quantity.perSecond(usage.completionTokens(), usage.generationMillis()),
                usage.promptTokens(),
                usage.promptMillis(),
                worker.loadMillis());
        if (worker.peakResidentBytes().isPresent())
            text += "; " + Quantity.bytes(worker.peakResidentBytes().getAsLong()) + " of memory at most";
        return text + (reason == FinishReason.LENGTH ? "; cut off by --max-tokens or the context]" : "]");
    }

    private Map<String, @Nullable Object> object(FinishReason reason, Usage usage, Worker worker, int seed) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("text", answer.toString());
        object.put("finishReason", reason.name().toLowerCase(Locale.ROOT));
        object.put("promptTokens", usage.promptTokens());
        object.put("completionTokens", usage.completionTokens());
        object.put("promptMillis", usage.promptMillis());
        object.put("generationMillis", usage.generationMillis());
        object.put("tokensPerSecond", Quantity.perSecond(usage.completionTokens(), usage.generationMillis()));
        object.put("seed", seed);
        object.put("engine", worker.plan().engine().name());
        object.put("settings", worker.plan().settings());
        object.put("loadMillis", worker.loadMillis());
        object.put(
                "peakResidentBytes",
                worker.peakResidentBytes().isPresent()
                        ? worker.peakResidentBytes().getAsLong()
                        : null);
        return object;
    }

    /** What went wrong with the worker; returns the exit code. */
    int failure(WorkerFailure failure) {
        out.flush();
        err.println("waggle: " + failure.message() + " (" + failure.code() + ")");
        if (failure instanceof WorkerFailure.CouldNotStart) return ExitCode.MISSING_PROGRAM;
        if (failure instanceof WorkerFailure.LoadFailed) return ExitCode.BAD_INPUT;
        boolean answerIsNo =
                failure instanceof WorkerFailure.UnknownArchitecture || failure instanceof WorkerFailure.OutOfMemory;
        return answerIsNo ? ExitCode.NO : ExitCode.FAULT;
    }
}

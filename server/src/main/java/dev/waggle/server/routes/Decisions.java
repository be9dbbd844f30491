package dev.waggle.server.routes;

import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.runs.LiveRun;
import dev.waggle.runtime.runs.RunId;
import dev.waggle.runtime.runs.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for requests. A decision stands while its run lives and nothing has changed that it was made of: the model's
 * file, the folders of models and engines, and which runs people started. So a request to a model that is ready waits for no
 * judgement; what is free of the machine's memory matters only to what is still to be started.
 */
final class Decisions {
    private static final int MOST = 256;

    private final Runs runs;
    private final List<Path> watched;
    private final Map<Question, Decision> decisions = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Decision> eldest) {
            return size() > MOST;
        }
    };

    /**
     * None yet.
     *
     * @param watched the files and folders that every decision is made of
     */
    Decisions(Runs runs, List<Path> watched) {
        this.runs = runs;
        this.watched = List.copyOf(watched);
    }

    private record Question(String model, Wish wish) {}

    private record Decision(Plan plan, Stamp modelFile, Circumstances circumstances) {}

    private record Circumstances(Set<RunId> started, List<Stamp> watched) {}

    /** What changes when a file or folder does; nulls where it is not there. */
    private record Stamp(
            long bytes,
            @Nullable FileTime modified,
            @Nullable Object identity) {
        static Stamp of(Path path) {
            try {
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(now.size(), now.lastModifiedTime(), now.fileKey());
            } catch (IOException e) {
                return new Stamp(0, null, null);
            }
        }
    }

    /** The decision that stands, or a new one. */
    Plan get(String model, Wish wish, Supplier<Plan> judge) {
        Question question = new Question(model, wish);
        List<LiveRun> live = runs.live();
        Circumstances now = circumstances(live);
        Optional<Plan> standing = find(question)
                .filter(known -> known.circumstances().equals(now))
                .filter(known -> live.stream().anyMatch(run -> run.plan().equals(known.plan())))
                .filter(known -> known.modelFile().equals(Stamp.of(known.plan().modelFile())))
                .map(Decision::plan);
        return standing.orElseGet(() -> {
            Plan plan = judge.get();
            keep(question, new Decision(plan, Stamp.of(plan.modelFile()), now));
            return plan;
        });
    }

    private Circumstances circumstances(List<LiveRun> live) {
        return new Circumstances(
                live.stream().filter(LiveRun::explicit).map(LiveRun::id).collect(Collectors.toSet()),
                watched.stream().map(Stamp::of).toList());
    }

    private synchronized Optional<Decision> find(Question question) {
        return Optional.ofNullable(decisions.get(question));
    }

    private synchronized void keep(Question question, Decision decision) {
        decisions.put(question, decision);
    }
}

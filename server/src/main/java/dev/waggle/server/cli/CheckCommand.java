package dev.waggle.server.cli;

import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.explain.Explanation;
import dev.waggle.rules.judge.Outcome;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.server.app.Advice;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import dev.waggle.server.json.AdviceJson;
import dev.waggle.server.json.ExplanationJson;
import dev.waggle.server.json.Json;
import dev.waggle.server.json.VerdictJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks which workers run a model on a machine, and why. */
@Command(
        name = "check",
        description = "Say which workers run a model on a machine, how, and why each other one does not.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "MODEL",
            description = "A model file, or an id of the catalog such as llama-3.1-8b or llama-3.1-8b:Q4_K_M.")
    private String model = "";

    @Option(names = "--worker", paramLabel = "ID", description = "Ask about one worker only.")
    private @Nullable String worker;

    @Option(
            names = "--machine",
            paramLabel = "NAME|FILE|local",
            defaultValue = Waggle.LOCAL,
            description = "A named machine, a machine file, or this one (default).")
    private String machine = Waggle.LOCAL;

    @Option(names = "--sequences", paramLabel = "N", description = "Sequences held at once.")
    private @Nullable Integer sequences;

    @Option(
            names = "--task",
            paramLabel = "T",
            description = "chat, completion, embedding or image (default: what the model is for).")
    private @Nullable String task;

    @Option(names = "--explain", description = "Also say of every rule that did not speak why not.")
    private boolean explain;

    @Option(names = "--json", description = "Print {\"verdicts\": […]}.")
    private boolean json;

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws UnknownIdException, ModelFileException {
        Wish wish = wish();
        Waggle waggle = app.waggle();
        Subject subject = Subjects.of(waggle, model);
        Place place = Places.of(waggle, machine);
        List<WorkerEntry> workers = worker == null ? waggle.workers() : List.of(waggle.worker(worker));
        List<Verdict> verdicts = waggle.judge(subject, place, workers, wish);
        List<Verdict> others = worker == null ? verdicts : waggle.judge(subject, place, waggle.workers(), wish);
        PrintWriter out = spec.commandLine().getOut();
        Optional<Verdict> chosen = waggle.recommendation().cell(verdicts);
        Function<Verdict, @Nullable Advice> advice = verdict ->
                subject.variants().size() == 1 || chosen.filter(verdict::equals).isPresent()
                        ? waggle.advice(subject, place, wish, others, verdict)
                        : null;
        Function<Verdict, List<Explanation>> why = verdict -> waggle.explain(subject, place, wish, verdict);
        if (json) out.println(Json.pretty(Map.of("verdicts", forms(waggle, verdicts, advice, why))));
        else {
            out.print(new VerdictPrinter(waggle, spec).text(subject, place, verdicts));
            chosen.ifPresent(verdict -> out.print(AdvicePrinter.text(verdict, advice.apply(verdict))));
            if (explain) out.print(new SilencePrinter(waggle, spec).text(verdicts, why));
        }
        out.flush();
        return exitCode(verdicts);
    }

    private List<Object> forms(
            Waggle waggle,
            List<Verdict> verdicts,
            Function<Verdict, @Nullable Advice> advice,
            Function<Verdict, List<Explanation>> why) {
        String ruleSet = waggle.judge().rules().book().hash();
        List<Object> forms = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            Map<String, @Nullable Object> form =
                    VerdictJson.of(verdict, ruleSet, waggle.catalog().hash());
            Advice known = advice.apply(verdict);
            if (known != null) AdviceJson.with(form, known);
            if (explain) ExplanationJson.with(form, why.apply(verdict));
            forms.add(form);
        }
        return forms;
    }

    private Wish wish() {
        if (task != null && !Set.of("chat", "completion", "embedding", "image").contains(task))
            throw usage("--task is '" + task + "'; allowed: chat, completion, embedding, image");
        return load.wish(task, sequences);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static int exitCode(List<Verdict> verdicts) {
        int best = verdicts.stream()
                .mapToInt(verdict -> verdict.outcome().rank())
                .min()
                .orElse(3);
        if (best <= 1) return ExitCode.YES;
        boolean unknown = verdicts.stream().anyMatch(verdict -> verdict.outcome() instanceof Outcome.Unknown);
        return unknown ? ExitCode.UNKNOWN : ExitCode.NO;
    }
}

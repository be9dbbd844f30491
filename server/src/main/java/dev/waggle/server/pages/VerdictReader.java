package dev.waggle.server.pages;

import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.explain.Explanation;
import dev.waggle.rules.fit.Placement;
import dev.waggle.rules.judge.Change;
import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.FitReport;
import dev.waggle.rules.judge.Fix;
import dev.waggle.rules.judge.ResolvedSettings;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.server.app.Advice;
import dev.waggle.server.app.SilentRule;
import dev.waggle.server.app.Waggle.Place;
import dev.waggle.server.pages.VerdictView.FindingView;
import dev.waggle.server.pages.VerdictView.FixView;
import dev.waggle.server.pages.VerdictView.Named;
import dev.waggle.server.pages.VerdictView.Other;
import dev.waggle.server.pages.VerdictView.SilentView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns a verdict into what its page shows. */
final class VerdictReader {
    private final Set<String> rules;

    /** Links the rules of these ids. */
    VerdictReader(Set<String> rules) {
        this.rules = rules;
    }

    /**
     * What goes with a verdict on its page.
     *
     * @param all those of all variants of its model on its worker
     * @param why of every rule
     */
    record Beside(List<Verdict> all, Advice advice, List<Explanation> why) {}

    /** One verdict among others. */
    VerdictView view(Verdict verdict, Beside beside, ModelEntry model, Place place) {
        Advice advice = beside.advice();
        String worker = verdict.worker().id();
        FitReport fit = verdict.fit();
        String machine = place.detected() ? "this machine" : place.machine().name();
        return new VerdictView(
                model.name(),
                verdict.variant(),
                verdict.worker().name(),
                worker,
                machine,
                Links.machine(place.id()),
                Links.variant(place.id(), model.id(), worker, verdict.variant()),
                Shown.of(verdict.outcome()),
                facts(verdict, advice),
                verdict.findings().stream().map(this::finding).toList(),
                SilentRule.of(verdict, beside.why()).stream()
                        .map(VerdictReader::silent)
                        .toList(),
                fit == null
                        ? List.of()
                        : fit.devices().stream()
                                .map(device -> MemoryView.of(device, place.machine()))
                                .toList(),
                advice.fixes().stream().map(fix -> fix(fix, verdict, place)).toList(),
                beside.all().stream()
                        .map(each -> other(each, verdict, model, place))
                        .toList(),
                "bin/waggle check " + model.id() + ":" + verdict.variant() + " --worker " + worker + " --machine "
                        + place.id() + " --explain");
    }

    private static FixView fix(Fix fix, Verdict verdict, Place place) {
        Long saves = fix.savesBytes();
        Verdict then = fix.verdict();
        Change change = fix.change();
        boolean samePage = change instanceof Change.Context || change instanceof Change.Cache;
        return new FixView(
                words(change),
                samePage
                        ? ""
                        : Links.variant(
                                then.machine().equals(verdict.machine()) ? place.id() : then.machine(),
                                then.model(),
                                then.worker().id(),
                                then.variant()),
                Shown.of(then.outcome()),
                saves == null || saves <= 0 ? "" : Figures.bytes(saves));
    }

    private static String words(Change change) {
        if (change instanceof Change.Context context)
            return "a context of " + Figures.count(context.contextTokens()) + " tokens";
        if (change instanceof Change.Cache cache) return "a KV cache of " + cache.kvType();
        if (change instanceof Change.Variant variant) return "variant " + variant.variant();
        if (change instanceof Change.Worker worker) return "worker " + worker.worker();
        return "machine " + ((Change.Machine) change).machine();
    }

    private static List<Named> facts(Verdict verdict, Advice advice) {
        List<Named> facts = new ArrayList<>();
        facts.add(new Named("Confidence", Shown.confidence(verdict.confidence())));
        verdict.outcome().placement().ifPresent(placement -> facts.add(new Named("Placement", placement(placement))));
        FitReport fit = verdict.fit();
        if (fit != null) {
            facts.add(new Named("Layers on GPUs", fit.layersOnDevice() + " of " + fit.layers()));
            facts.add(new Named(
                    "Memory",
                    fit.exact()
                            ? "exact: computed as this engine allocates"
                            : "estimated by the architecture's class"));
        }
        settings(verdict.settings(), facts);
        advice.limits()
                .maxContextTokens()
                .forEach((type, tokens) ->
                        facts.add(new Named("Longest context, " + type + " cache", Figures.count(tokens) + " tokens")));
        facts.add(new Named(
                "Engine",
                verdict.worker().engine().name() + " "
                        + verdict.worker().engine().version()));
        return facts;
    }

    private static void settings(ResolvedSettings settings, List<Named> facts) {
        Long context = settings.contextTokens();
        if (context == null) return;
        facts.add(new Named("Context", Figures.count(context) + " tokens"));
        facts.add(new Named("KV cache", settings.kvType()));
        facts.add(new Named("Flash attention", settings.flashAttention() ? "on" : "off"));
        facts.add(new Named("Sequences", Figures.count(settings.sequences())));
    }

    private static String placement(Placement placement) {
        return switch (placement) {
            case ALL_ON_DEVICE -> "all of it on the GPU";
            case EXPERTS_ON_HOST -> "experts in RAM, the rest on the GPU";
            case MOST_LAYERS_ON_DEVICE -> "most layers on the GPU, the rest in RAM";
            case HOST -> "in RAM, on the processor";
        };
    }

    private FindingView finding(Finding finding) {
        List<Named> facts = new ArrayList<>();
        finding.facts().forEach((name, value) -> facts.add(new Named(name, Figures.fact(name, value))));
        return new FindingView(
                finding.rule(),
                rules.contains(finding.rule()) ? Links.rule(finding.rule()) : "",
                finding.severity(),
                Shown.severity(finding.severity()),
                finding.message(),
                facts);
    }

    private static SilentView silent(SilentRule rule) {
        return new SilentView(
                rule.rule(), Links.rule(rule.rule()), rule.title(), rule.state().words(), rule.because() + ".");
    }

    private static Other other(Verdict each, Verdict shown, ModelEntry model, Place place) {
        FitReport fit = each.fit();
        long needs = fit == null
                ? 0
                : fit.devices().stream()
                        .mapToLong(device -> device.part().residentBytes())
                        .sum();
        Long file = model.variant(each.variant()).map(VariantEntry::fileBytes).orElse(null);
        return new Other(
                each.variant(),
                Links.variant(place.id(), model.id(), each.worker().id(), each.variant()),
                Shown.of(each.outcome()),
                Figures.bytesOrUnknown(file),
                fit == null ? "unknown" : Figures.bytes(needs),
                each.variant().equals(shown.variant()));
    }
}

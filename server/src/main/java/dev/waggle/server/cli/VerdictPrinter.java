package dev.waggle.server.cli;

import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.FitReport;
import dev.waggle.rules.judge.FitReport.DeviceFit;
import dev.waggle.rules.judge.Outcome;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.server.app.Quantity;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Prints verdicts for a person: the best first, every reason under its worker. */
final class VerdictPrinter {
    private final Waggle waggle;
    private final int width;

    VerdictPrinter(Waggle waggle, CommandSpec spec) {
        this.waggle = waggle;
        this.width = spec.usageMessage().width();
    }

    String text(Subject subject, Place place, List<Verdict> verdicts) {
        StringBuilder text = new StringBuilder();
        text.append(subject.model().name())
                .append(" on ")
                .append(place.machine().name())
                .append('\n');
        Optional<Verdict> best = waggle.recommendation().best(verdicts);
        List<Verdict> ordered = verdicts.stream()
                .sorted(Comparator.comparingInt(verdict -> verdict.outcome().rank()))
                .toList();
        for (Verdict verdict : ordered)
            append(text, verdict, best.filter(verdict::equals).isPresent());
        text.append('\n')
                .append(best.map(VerdictPrinter::recommendation).orElse("None of these workers runs it here."))
                .append('\n');
        return text.toString();
    }

    private static String recommendation(Verdict best) {
        return "Recommended: " + best.variant() + " with " + best.worker().id() + ".";
    }

    private void append(StringBuilder text, Verdict verdict, boolean best) {
        text.append('\n')
                .append(mark(verdict.outcome()))
                .append(' ')
                .append(verdict.worker().id());
        text.append(": ").append(words(verdict.outcome())).append("  (").append(verdict.variant());
        Long context = verdict.settings().contextTokens();
        if (context != null) text.append(", context ").append(Quantity.count(context));
        text.append(", ").append(verdict.confidence().id()).append(best ? ", recommended)\n" : ")\n");
        FitReport fit = verdict.fit();
        if (fit != null && verdict.outcome().rank() < 2)
            text.append("    ").append(memory(fit)).append('\n');
        for (Finding finding : verdict.findings()) {
            String start = "    " + finding.severity()
                    + " ".repeat(8 - finding.severity().length()) + finding.rule() + "  ";
            text.append(start)
                    .append(String.join(
                            "\n" + " ".repeat(start.length()),
                            Words.wrapped(finding.message(), width - start.length())))
                    .append('\n');
        }
    }

    private static String mark(Outcome outcome) {
        return List.of("✓", "!", "?", "✗").get(outcome.rank());
    }

    static String words(Outcome outcome) {
        return outcome.id().replace('-', ' ');
    }

    private static String memory(FitReport fit) {
        return fit.devices().stream().map(VerdictPrinter::memory).collect(Collectors.joining("; ")) + ", "
                + fit.layersOnDevice() + " of " + fit.layers() + " layers on GPUs";
    }

    private static String memory(DeviceFit device) {
        Long capacity = device.capacityBytes();
        return device.part().device() + " " + Quantity.bytes(device.part().residentBytes()) + " of "
                + (capacity == null ? "unknown" : Quantity.bytes(capacity));
    }
}

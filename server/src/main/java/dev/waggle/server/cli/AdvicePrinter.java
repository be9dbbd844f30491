package dev.waggle.server.cli;

import dev.waggle.rules.judge.Change;
import dev.waggle.rules.judge.Fix;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.server.app.Advice;
import dev.waggle.server.app.Quantity;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Advice as lines of text. */
final class AdvicePrinter {
    private AdvicePrinter() {}

    /** The longest contexts, then what would help; empty where there is nothing to say. */
    static String text(Verdict verdict, @Nullable Advice advice) {
        if (advice == null) return "";
        StringBuilder text = new StringBuilder();
        Map<String, Long> longest = advice.limits().maxContextTokens();
        if (!longest.isEmpty())
            text.append("Longest context so: ")
                    .append(longest.entrySet().stream()
                            .map(each -> Quantity.count(each.getValue()) + " (cache " + each.getKey() + ")")
                            .collect(Collectors.joining(", ")))
                    .append(".\n");
        if (!advice.fixes().isEmpty())
            text.append("With ").append(verdict.worker().id()).append(" would help:\n");
        for (Fix fix : advice.fixes()) text.append("  - ").append(line(fix)).append('\n');
        return text.toString();
    }

    private static String line(Fix fix) {
        Long saved = fix.savesBytes();
        String saves = saved == null || saved <= 0 ? "" : ", saves " + Quantity.bytes(saved);
        return words(fix.change()) + ": " + VerdictPrinter.words(fix.verdict().outcome()) + saves;
    }

    private static String words(Change change) {
        if (change instanceof Change.Context context)
            return "a context of " + Quantity.count(context.contextTokens()) + " tokens";
        if (change instanceof Change.Cache cache) return "a key-value cache of " + cache.kvType();
        if (change instanceof Change.Variant variant) return "variant " + variant.variant();
        if (change instanceof Change.Worker worker) return "worker " + worker.worker();
        return "machine " + ((Change.Machine) change).machine();
    }
}

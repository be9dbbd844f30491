package dev.waggle.rules.trial;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.drools.BookLoader;
import dev.waggle.rules.drools.CompiledRules;
import dev.waggle.rules.drools.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a book, compiles it and judges every case. Compiling runs code, so whoever does not trust the book does this elsewhere. */
public final class Trial {
    private Trial() {}

    /**
     * Tries a book.
     *
     * @param files path relative to the book → text
     */
    public static TrialReport of(Map<String, String> files) {
        try {
            RuleBook book = BookLoader.load(files);
            return judge(book, CompiledRules.compile(book.rules()));
        } catch (BookException e) {
            return TrialReport.refused(e.errors());
        } catch (IllegalStateException e) {
            return TrialReport.refused(
                    List.of(new RuleError("", 0, "", "rules that can't be compiled: " + e.getMessage(), "")));
        }
    }

    private static TrialReport judge(RuleBook book, CompiledRules rules) {
        List<CaseFailure> failed = new ArrayList<>();
        for (RuleCase each : book.cases()) {
            Expected got = outcome(rules, each);
            if (got != each.expected()) failed.add(CaseFailure.of(each, got));
        }
        return new TrialReport(List.of(), book.rules().size(), book.cases().size() - failed.size(), failed);
    }

    private static Expected outcome(CompiledRules rules, RuleCase each) {
        List<Hit> hits = rules.judge(each.facts()).stream()
                .filter(hit -> hit.rule().equals(each.rule()))
                .toList();
        if (hits.isEmpty()) return Expected.MISS;
        return hits.stream().allMatch(Hit::unknown) ? Expected.UNKNOWN : Expected.HIT;
    }
}

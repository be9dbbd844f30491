package dev.waggle.rules.book;

import dev.waggle.rules.book.RawRule.Piece;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What is found wrong with a book while it is read: errors, which refuse it, and warnings, which do not. */
final class Faults {
    private static final Comparator<RuleError> ORDER = Comparator.comparing(RuleError::file)
            .thenComparingInt(RuleError::line)
            .thenComparingInt(RuleError::column);

    private final List<RuleError> errors;
    private final List<RuleError> warnings = new ArrayList<>();
    private String file = "";
    private String rule = "";

    /** Begins with what was found before. */
    Faults(List<RuleError> errors) {
        this.errors = new ArrayList<>(errors);
    }

    /** Whose faults the next ones are; the rule may be "". */
    void about(String fileNow, String ruleNow) {
        file = fileNow;
        rule = ruleNow;
    }

    void bad(Place at, String found, String allowed) {
        bad(at, found, allowed, "");
    }

    void bad(Place at, String found, String allowed, String suggestion) {
        errors.add(new RuleError(file, at.line(), at.column(), rule, found, allowed, suggestion));
    }

    /** A word that is none of the candidates. */
    void badWord(Place at, String found, String word, Collection<String> candidates) {
        bad(at, found, Nearest.allowed(candidates), Nearest.to(word, candidates).orElse(""));
    }

    void bad(Piece piece, ConstraintException e) {
        bad(piece.at(e.offset()), e.found(), e.allowed(), e.suggestion());
    }

    void warn(Place at, String found, String allowed, String suggestion) {
        warnings.add(new RuleError(file, at.line(), at.column(), rule, found, allowed, suggestion));
    }

    void addAll(List<RuleError> more) {
        errors.addAll(more);
    }

    /** The number of errors so far. */
    int count() {
        return errors.size();
    }

    /** Errors in the order of the files. */
    List<RuleError> errors() {
        return errors.stream().sorted(ORDER).toList();
    }

    /** Warnings in the order of the files. */
    List<RuleError> warnings() {
        return warnings.stream().sorted(ORDER).toList();
    }
}

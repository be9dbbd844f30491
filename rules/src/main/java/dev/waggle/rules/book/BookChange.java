package dev.waggle.rules.book;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * What sets a book apart from the one before. Ids in order.
 *
 * @param added ids of rules that are new
 * @param removed ids of rules that are gone
 * @param reworded ids of rules whose title or message is another
 * @param rejudged ids of rules whose patterns or severity are another: verdicts may change
 * @param recased ids of rules whose cases are others
 * @param errors why the new book must not take the place of the old one
 */
public record BookChange(
        List<String> added,
        List<String> removed,
        List<String> reworded,
        List<String> rejudged,
        List<String> recased,
        List<RuleError> errors) {
    /** Copies the lists. */
    public BookChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        reworded = List.copyOf(reworded);
        rejudged = List.copyOf(rejudged);
        recased = List.copyOf(recased);
        errors = List.copyOf(errors);
    }

    /** Compares two books. */
    public static BookChange between(RuleBook before, RuleBook after) {
        return new BookChange(
                onlyIn(after, before),
                onlyIn(before, after),
                changed(
                        before,
                        after,
                        (old, now) -> !old.title().equals(now.title())
                                || !old.message().equals(now.message())),
                changed(before, after, BookChange::judgesOtherwise),
                changed(before, after, (old, now) -> !cases(before, old.id()).equals(cases(after, now.id()))),
                errors(before, after));
    }

    /** True where nothing changed but, perhaps, spacing and comments. */
    public boolean isNothing() {
        return added.isEmpty() && removed.isEmpty() && reworded.isEmpty() && rejudged.isEmpty() && recased.isEmpty();
    }

    private static List<String> onlyIn(RuleBook book, RuleBook other) {
        return book.rules().stream()
                .map(Rule::id)
                .filter(id -> other.rule(id).isEmpty())
                .sorted()
                .toList();
    }

    private static List<String> changed(RuleBook before, RuleBook after, BiPredicate<Rule, Rule> differs) {
        return before.rules().stream()
                .filter(old -> after.rule(old.id())
                        .filter(now -> differs.test(old, now))
                        .isPresent())
                .map(Rule::id)
                .sorted()
                .toList();
    }

    /** Whether two rules differ in what they compare or in what their findings mean: verdicts may differ. */
    public static boolean judgesOtherwise(Rule old, Rule now) {
        return old.severity() != now.severity() || !Objects.equals(Doubles.logic(old), Doubles.logic(now));
    }

    /** A rule's cases, wherever they stand. */
    private static Set<Object> cases(RuleBook book, String id) {
        Set<Object> cases = new HashSet<>();
        for (RuleCase each : book.cases())
            if (each.rule().equals(id)) cases.add(List.of(each.expected(), each.name(), each.facts()));
        return cases;
    }

    private static List<RuleError> errors(RuleBook before, RuleBook after) {
        List<RuleError> errors = new ArrayList<>();
        Set<String> concerns = new TreeSet<>();
        for (Rule rule : before.rules()) {
            concerns.add(rule.concern());
            if (after.rule(rule.id()).isEmpty() && !after.retired().containsKey(rule.id()))
                errors.add(new RuleError(
                        rule.file(),
                        0,
                        rule.id(),
                        "the rule is gone without a trace",
                        "its id in " + RetiredIds.FILE + ", with since and why, in the same change"));
        }
        for (String id : before.retired().keySet())
            if (!after.retired().containsKey(id))
                errors.add(new RuleError(
                        RetiredIds.FILE, 0, id, "the retired id is gone", "what was retired stays in the list"));
        after.rules().forEach(rule -> concerns.remove(rule.concern()));
        for (String concern : concerns)
            errors.add(new RuleError(
                    concern + "/" + concern + ".drl",
                    0,
                    "",
                    "the last rule of the concern " + concern + " is gone",
                    "at least one rule of every concern there was: nothing would be judged about it any more"));
        return errors;
    }
}

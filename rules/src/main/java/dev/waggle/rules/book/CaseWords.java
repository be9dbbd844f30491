package dev.waggle.rules.book;

import dev.waggle.rules.facts.FactField;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.FactWords;
import dev.waggle.rules.facts.RuleFact;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for words in cases that are nearly words there are. A case may well hold what no catalog has, to show that a rule
 * refuses it; but a case with a slip of the pen shows nothing.
 */
final class CaseWords {
    private final FactWords words;
    private final Faults faults;

    private CaseWords(FactWords words, Faults faults) {
        this.words = words;
        this.faults = faults;
    }

    static void check(List<RuleCase> cases, FactWords words, Faults faults) {
        CaseWords check = new CaseWords(words, faults);
        for (RuleCase each : cases) for (RuleFact fact : each.facts()) check.fact(each, fact);
    }

    private void fact(RuleCase from, RuleFact fact) {
        FactType type = FactTypes.of(fact.getClass().getSimpleName()).orElseThrow();
        for (FactField field : type.described()) {
            Object value = FactTypes.value(fact, field.name());
            if (value instanceof String word) word(from, type, field, word);
            if (value instanceof Collection<?> many)
                for (Object word : many) word(from, type, field, String.valueOf(word));
        }
    }

    private void word(RuleCase from, FactType type, FactField field, String word) {
        Set<String> known = words.of(field.words()).orElse(Set.of(word));
        boolean isCatalogs = field.words().fixed().isEmpty();
        if (isCatalogs || known.contains(word)) return;
        Optional<String> near = Nearest.to(word, known);
        if (near.isEmpty()) return;
        faults.about(from.file(), from.rule());
        faults.warn(
                new Place(from.line(), 0),
                "\"" + word + "\" as " + type.name() + "." + field.name() + ", which is "
                        + field.words().meaning(),
                Nearest.allowed(known),
                near.get());
    }
}

package dev.waggle.rules.matrix;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FieldReader;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What rules can tell apart in facts of one type: how each comparison within the fact comes out, and the values that are
 * compared with other facts. Two facts with equal keys make every rule do the same.
 */
final class Projection {
    private static final int PER_WORD = 31;

    private final List<Atom> atoms;
    private final List<FieldReader> values;

    private Projection(List<Atom> atoms, List<FieldReader> values) {
        this.atoms = List.copyOf(atoms);
        this.values = List.copyOf(values);
    }

    /** What these rules can tell apart in a type. */
    static Projection of(String type, List<Rule> rules) {
        Class<?> record = FactTypes.of(type).orElseThrow().type();
        List<Atom> atoms = new ArrayList<>();
        Set<Constraint> within = new LinkedHashSet<>();
        Set<String> fields = new TreeSet<>();
        for (Rule rule : rules)
            for (Rule.Pattern pattern : rule.patterns())
                for (Constraint constraint : pattern.constraints()) {
                    boolean mine = pattern.type().equals(type);
                    if (constraint.operand() instanceof Operand.OtherField other) {
                        if (mine) fields.add(constraint.field());
                        if (rule.patterns().get(0).type().equals(type)) fields.add(other.field());
                    } else if (mine) {
                        within.add(constraint);
                    }
                }
        for (Constraint constraint : within) atoms.add(Atom.of(record, constraint));
        return new Projection(
                atoms,
                fields.stream().map(field -> FieldReader.of(record, field)).toList());
    }

    /** Equal for facts that no rule tells apart. */
    Object key(RuleFact fact) {
        if (values.isEmpty() && atoms.size() <= PER_WORD) return outcomes(fact, 0);
        List<@Nullable Object> key = new ArrayList<>();
        for (int from = 0; from < atoms.size(); from += PER_WORD) key.add(outcomes(fact, from));
        for (FieldReader value : values) key.add(value.read(fact));
        return key;
    }

    private Long outcomes(RuleFact fact, int from) {
        long word = 0;
        for (int i = from; i < Math.min(atoms.size(), from + PER_WORD); i++)
            word = (word << 2) | atoms.get(i).of(fact);
        return word;
    }
}

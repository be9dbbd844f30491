package dev.waggle.rules.judge;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.drools.CompiledRules;
import dev.waggle.rules.drools.Hit;
import dev.waggle.rules.facts.RuleFact;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One loaded, immutable generation of a rule book, named by its content hash. It goes when nobody holds it any more. */
public final class RuleSet {
    private final RuleBook book;
    private final Map<String, Rule> rules = new HashMap<>();
    private final CompiledRules compiled;

    /** Compiles a book that was checked. */
    public RuleSet(RuleBook book) {
        this.book = book;
        this.compiled = CompiledRules.compile(book.rules());
        for (Rule rule : book.rules()) rules.put(rule.id(), rule);
    }

    /** The book it was made of. */
    public RuleBook book() {
        return book;
    }

    /** Every rule that holds for the facts, and every rule that unknown facts keep from being decided; in a fixed order. */
    public List<Hit> judge(Collection<? extends RuleFact> facts) {
        return compiled.judge(facts);
    }

    /** The same in no particular order, which is much faster for many facts. */
    public List<Hit> find(Collection<? extends RuleFact> facts) {
        return compiled.find(facts);
    }

    /**
     * The rule of an id.
     *
     * @throws IllegalStateException where the set has none
     */
    public Rule rule(String id) {
        Rule rule = rules.get(id);
        if (rule == null) throw new IllegalStateException("a hit of a rule that is not in the set: " + id);
        return rule;
    }
}

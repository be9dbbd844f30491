package dev.waggle.rules.matrix;

import dev.waggle.rules.drools.Hit;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.RuleFact;
import dev.waggle.rules.judge.RuleSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules that look at the same types of facts. What they say depends on the classes of one or two facts alone, so the
 * engine is asked once for each pair of classes.
 */
final class RuleGroup {
    /** Pairs in one session of the engine: more would need much memory at once. */
    private static final int PAIRS_AT_ONCE = 20_000;

    private final List<String> types;
    private final Map<String, Integer> rules;

    /**
     * A group.
     *
     * @param types of its patterns, one or two
     * @param rules ids of the rules, each with its number in the whole set
     */
    RuleGroup(List<String> types, Map<String, Integer> rules) {
        this.types = List.copyOf(types);
        this.rules = Map.copyOf(rules);
    }

    List<String> types() {
        return types;
    }

    /** Whether its rules have one pattern. */
    boolean isAlone() {
        return types.size() == 1;
    }

    boolean has(String rule) {
        return rules.containsKey(rule);
    }

    /** The bit that stands for a rule which holds, or for one that unknown facts keep from being decided. */
    static int bit(int rule, boolean unknown) {
        return 2 * rule + (unknown ? 1 : 0);
    }

    /** By pair of classes, first and second: the rules that speak, as bits. */
    List<BitSet> judge(RuleSet set, FactClasses firsts, FactClasses seconds, List<int[]> pairs) {
        List<BitSet> said = Stream.generate(BitSet::new).limit(pairs.size()).toList();
        if (isAlone()) judgeAlone(set, firsts, pairs, said);
        else if (meetByNumber()) judgeNumbered(set, firsts, seconds, pairs, said);
        else judgeAll(set, firsts, seconds, pairs, said);
        return said;
    }

    private void judgeAlone(RuleSet set, FactClasses firsts, List<int[]> pairs, List<BitSet> said) {
        for (int from = 0; from < pairs.size(); from += PAIRS_AT_ONCE) {
            IdentityHashMap<RuleFact, Integer> numbers = new IdentityHashMap<>();
            for (int i = from; i < Math.min(pairs.size(), from + PAIRS_AT_ONCE); i++)
                numbers.put(firsts.representatives().get(pairs.get(i)[0]), i);
            for (Hit hit : set.find(numbers.keySet())) {
                Integer pair = numbers.get(hit.facts().get(0));
                if (pair != null) add(hit, said.get(pair));
            }
        }
    }

    /** Facts of one worker meet each other only: so each pair becomes a worker of its own. */
    private boolean meetByNumber() {
        FactType a = FactTypes.of(types.get(0)).orElseThrow();
        FactType b = FactTypes.of(types.get(1)).orElseThrow();
        return (a.perTarget() && b.perTarget()) || (a.perRung() && b.perRung());
    }

    private void judgeNumbered(
            RuleSet set, FactClasses firsts, FactClasses seconds, List<int[]> pairs, List<BitSet> said) {
        boolean sameType = types.get(0).equals(types.get(1));
        for (int from = 0; from < pairs.size(); from += PAIRS_AT_ONCE) {
            List<RuleFact> facts = new ArrayList<>();
            List<List<RuleFact>> met = new ArrayList<>();
            for (int i = from; i < Math.min(pairs.size(), from + PAIRS_AT_ONCE); i++) {
                int[] pair = pairs.get(i);
                RuleFact a = FactTypes.numbered(firsts.representatives().get(pair[0]), i, i);
                RuleFact b = sameType && pair[0] == pair[1]
                        ? a
                        : FactTypes.numbered(seconds.representatives().get(pair[1]), i, i);
                met.add(List.of(a, b));
                facts.add(a);
                if (!a.equals(b)) facts.add(b);
            }
            for (Hit hit : set.find(facts))
                if (has(hit.rule()) && hit.facts().equals(met.get(hit.target() - from)))
                    add(hit, said.get(hit.target()));
        }
    }

    /** Facts that meet whatever their numbers: one of the rarer classes, with those it meets. */
    private void judgeAll(RuleSet set, FactClasses firsts, FactClasses seconds, List<int[]> pairs, List<BitSet> said) {
        int rare = firsts.count() <= seconds.count() ? 0 : 1;
        FactClasses few = rare == 0 ? firsts : seconds;
        FactClasses many = rare == 0 ? seconds : firsts;
        Map<Integer, List<Integer>> meets = new TreeMap<>();
        for (int i = 0; i < pairs.size(); i++)
            meets.computeIfAbsent(pairs.get(i)[rare], each -> new ArrayList<>()).add(i);
        meets.forEach((one, all) -> {
            for (int from = 0; from < all.size(); from += PAIRS_AT_ONCE) {
                IdentityHashMap<RuleFact, Integer> numbers = new IdentityHashMap<>();
                for (int pair : all.subList(from, Math.min(all.size(), from + PAIRS_AT_ONCE)))
                    numbers.put(many.representatives().get(pairs.get(pair)[1 - rare]), pair);
                judgeAll(set, few.representatives().get(one), rare, numbers, said);
            }
        });
    }

    private void judgeAll(
            RuleSet set, RuleFact one, int place, IdentityHashMap<RuleFact, Integer> others, List<BitSet> said) {
        List<RuleFact> facts = new ArrayList<>(others.keySet());
        if (!others.containsKey(one)) facts.add(one);
        for (Hit hit : set.find(facts)) {
            if (!has(hit.rule()) || !one.equals(hit.facts().get(place))) continue;
            Integer pair = others.get(hit.facts().get(1 - place));
            if (pair != null) add(hit, said.get(pair));
        }
    }

    private void add(Hit hit, BitSet said) {
        Integer rule = rules.get(hit.rule());
        if (rule != null) said.set(bit(rule, hit.unknown()));
    }
}

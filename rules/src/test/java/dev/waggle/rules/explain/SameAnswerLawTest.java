package dev.waggle.rules.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.drools.CompiledRules;
import dev.waggle.rules.drools.Hit;
import dev.waggle.rules.facts.RuleFact;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The law of the same answer: what Drools finds is what the checked tree says, on random questions, and neither the order
 * of facts nor that of rules matters. A question is all facts about one worker with its placements; a session has several,
 * as a judge's has. Each shipped rule decides many of them alone.
 */
class SameAnswerLawTest {
    private static final List<Rule> RULES = BookFolder.embedded().rules();

    /** Notes on a pair that is not read, which always comes with a refusal: these are counted beside one other rule. */
    private static final Set<String> NEVER_ALONE = Set.of("ARC-020");

    @Test
    void drools_onRandomQuestions_saysWhatTheTreeSays() {
        follow(50_000, 500, 4711);
    }

    @Test
    @Tag("long")
    void drools_onAMillionRandomQuestions_saysWhatTheTreeSays() {
        follow(1_000_000, 500, 4712);
    }

    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private static void follow(int leastQuestions, int leastAlone, long seed) {
        Random random = new Random(seed);
        QuestionMaker maker = new QuestionMaker(random, RULES);
        Interpreter tree = new Interpreter(RULES);
        CompiledRules drools = CompiledRules.compile(RULES);
        List<Rule> shuffledRules = new ArrayList<>(RULES);
        Collections.shuffle(shuffledRules, random);
        CompiledRules shuffled = CompiledRules.compile(shuffledRules);
        Map<String, Integer> alone = new TreeMap<>();
        for (Rule rule : RULES) alone.put(rule.id(), 0);
        int questions = 0;
        long start = CLOCK.getCurrentThreadCpuTime();
        for (int session = 0; isTooLittle(questions, leastQuestions, alone, leastAlone); session++) {
            List<RuleFact> facts = maker.next(rarest(alone));
            List<Hit> found = drools.judge(facts);
            List<Match> said = tree.hits(facts);
            if (!Arrays.equals(codes(found, facts), codesOf(said, facts)))
                assertThat(lines(found)).as("%s", facts).isEqualTo(linesOf(said));
            if (session % 4 == 0) {
                List<RuleFact> mixed = new ArrayList<>(facts);
                Collections.shuffle(mixed, random);
                assertThat(shuffled.judge(mixed)).isEqualTo(found);
            }
            questions += count(facts, said, alone);
        }
        double seconds = (CLOCK.getCurrentThreadCpuTime() - start) / 1e9;
        System.out.printf("%,d questions in %.0f s of one core; decided alone: %s%n", questions, seconds, alone);
        assertThat(alone).allSatisfy((rule, count) -> assertThat(count).as(rule).isGreaterThanOrEqualTo(leastAlone));
    }

    private static Rule rarest(Map<String, Integer> alone) {
        return RULES.stream()
                .min(Comparator.comparingInt(rule -> alone.getOrDefault(rule.id(), 0)))
                .orElseThrow();
    }

    /** Goes on until there are enough questions, and of each rule, but at most twice as long. */
    private static boolean isTooLittle(int questions, int least, Map<String, Integer> alone, int leastAlone) {
        boolean thin = alone.values().stream().anyMatch(count -> count < leastAlone);
        return questions < least || (thin && questions < 2 * least);
    }

    /** Counts who decides alone; the number of questions. */
    private static int count(List<RuleFact> facts, List<Match> said, Map<String, Integer> alone) {
        Map<Integer, Set<Integer>> rungs = new HashMap<>();
        for (RuleFact fact : facts)
            if (fact.target() != RuleFact.ALL) {
                Set<Integer> its = rungs.computeIfAbsent(fact.target(), target -> new TreeSet<>());
                if (fact.rung() != RuleFact.ALL) its.add(fact.rung());
            }
        rungs.forEach((target, its) -> {
            List<Match> hits =
                    said.stream().filter(match -> concerns(match, target)).toList();
            Set<String> deciders = Ruling.deciders(hits, its);
            if (deciders.size() == 1) alone.merge(deciders.iterator().next(), 1, Integer::sum);
            for (String note : Ruling.notes(hits))
                if (Ruling.speakers(hits).size() == (NEVER_ALONE.contains(note) ? 2 : 1))
                    alone.merge(note, 1, Integer::sum);
        });
        return rungs.size();
    }

    private static boolean concerns(Match match, int target) {
        int its = match.facts().stream().mapToInt(RuleFact::target).max().orElse(RuleFact.ALL);
        return its == RuleFact.ALL || its == target;
    }

    /** Each hit as a number: the rule, whether it is unknown, and which facts; in order. */
    private static long[] codes(List<Hit> hits, List<RuleFact> facts) {
        Map<RuleFact, Integer> numbers = numbers(facts);
        return hits.stream()
                .mapToLong(hit -> code(hit.rule(), hit.unknown(), hit.facts(), numbers))
                .sorted()
                .toArray();
    }

    private static long[] codesOf(List<Match> matches, List<RuleFact> facts) {
        Map<RuleFact, Integer> numbers = numbers(facts);
        return matches.stream()
                .mapToLong(match -> code(match.rule().id(), match.truth() == Truth.UNKNOWN, match.facts(), numbers))
                .sorted()
                .toArray();
    }

    private static final Map<String, Integer> NUMBERS = new HashMap<>();

    static {
        for (Rule rule : RULES) NUMBERS.put(rule.id(), NUMBERS.size());
    }

    private static long code(String rule, boolean unknown, List<RuleFact> its, Map<RuleFact, Integer> numbers) {
        long code = NUMBERS.getOrDefault(rule, 0) * 2L + (unknown ? 1 : 0);
        for (RuleFact fact : its) code = code << 20 | (numbers.getOrDefault(fact, -1) + 1);
        return code;
    }

    /** Equal facts are two. */
    @SuppressWarnings("IdentityHashMapUsage")
    private static Map<RuleFact, Integer> numbers(List<RuleFact> facts) {
        Map<RuleFact, Integer> numbers = new IdentityHashMap<>();
        for (RuleFact fact : facts) numbers.put(fact, numbers.size());
        return numbers;
    }

    private static List<String> lines(List<Hit> hits) {
        return hits.stream().map(Hit::toString).sorted().toList();
    }

    private static List<String> linesOf(List<Match> matches) {
        return lines(matches.stream()
                .map(match -> new Hit(match.rule().id(), match.truth() == Truth.UNKNOWN, match.facts()))
                .toList());
    }
}

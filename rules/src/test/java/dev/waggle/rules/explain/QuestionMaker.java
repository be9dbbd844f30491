package dev.waggle.rules.explain;

import dev.waggle.rules.book.Operator;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.book.Severity;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes random questions as a judge does: a variant on a machine, for several workers with their devices and placements.
 * Most are then changed, field by field, until one rule holds, or can't be decided, and others don't; so that rules that
 * rarely decide alone do so often. Reads the rules' tree only: any book will do.
 */
final class QuestionMaker {
    private static final int WORKERS = 8;
    private static final int MOST_CHANGES = 100;
    private static final int FOR_THE_AIM = 20;
    private static final Map<String, Integer> MOST_OF_A_TYPE = Map.of(
            "Question",
            1,
            "Variant",
            1,
            "Machine",
            1,
            "Worker",
            1,
            "Settings",
            1,
            "ContextLimit",
            1,
            "NeededDriver",
            1,
            "NeededCapability",
            1);

    private final Random random;
    private final List<Rule> rules;
    private final Values values;
    private final Interpreter interpreter;
    private final Map<Rule, Interpreter> alone = new HashMap<>();
    private int aimed;

    QuestionMaker(Random random, List<Rule> rules) {
        this.random = random;
        this.rules = rules;
        this.values = new Values(random, rules);
        this.interpreter = new Interpreter(rules);
        for (Rule rule : rules) alone.put(rule, new Interpreter(List.of(rule)));
    }

    /** The facts of one session, of which many are made for one rule. */
    List<RuleFact> next(Rule rarest) {
        Rule shared = random.nextInt(4) == 0 ? rarest : rules.get(random.nextInt(rules.size()));
        boolean aimsAtAll = isShared(shared);
        List<RuleFact> all = facts(RuleFact.ALL, shared);
        new Change(all, 0, aimsAtAll ? shared : null, random.nextInt(3) > 0).apply();
        List<RuleFact> facts = new ArrayList<>(all);
        for (int worker = 0; worker < WORKERS; worker++) {
            Rule aim = aimsAtAll ? shared : worker % 4 == 0 ? rarest : rules.get(aimed++ % rules.size());
            if (isShared(aim)) aim = shared;
            List<RuleFact> its = new ArrayList<>(all);
            its.addAll(facts(worker, aim));
            if (random.nextInt(4) > 0) new Change(its, all.size(), aim, random.nextInt(3) > 0).apply();
            facts.addAll(its.subList(all.size(), its.size()));
        }
        return facts;
    }

    private static boolean isShared(Rule rule) {
        return rule.patterns().stream()
                .noneMatch(pattern -> FactTypes.of(pattern.type()).orElseThrow().perTarget());
    }

    /** Facts about one worker, or about all. */
    private List<RuleFact> facts(int target, Rule aim) {
        int unknownPercent = List.of(0, 0, 4, 20).get(random.nextInt(4));
        List<RuleFact> facts = new ArrayList<>();
        for (FactType type : FactTypes.all().values()) {
            if (type.perTarget() != (target != RuleFact.ALL)) continue;
            boolean needed =
                    aim.patterns().stream().anyMatch(pattern -> pattern.type().equals(type.name()));
            for (int rung = type.perRung() ? random.nextInt(3) : 0; rung >= 0; rung--)
                for (int count = count(type, needed); count > 0; count--)
                    facts.add(FactDraft.make(
                            type,
                            target,
                            rung,
                            field -> random.nextInt(100) < unknownPercent ? null : values.of(type.name(), field)));
        }
        return facts;
    }

    private int count(FactType type, boolean needed) {
        boolean always = needed
                || type.perRung()
                || type.fields().size() > 5
                || type.name().equals("Question");
        int least = always ? 1 : 0;
        return least + random.nextInt(MOST_OF_A_TYPE.getOrDefault(type.name(), 2) - least + 1);
    }

    private static boolean isAsGrave(Rule rule, Rule other) {
        return rule.severity().compareTo(other.severity()) <= 0;
    }

    /** Changes facts from a place in their list on. */
    private final class Change {
        private final List<RuleFact> facts;
        private final int from;
        private final @Nullable Rule aim;
        private final Truth wanted;
        private final Predicate<Match> isDisturbing;
        private final boolean everywhere;

        Change(List<RuleFact> facts, int from, @Nullable Rule aim, boolean quiet) {
            this.facts = facts;
            this.from = from;
            this.aim = aim;
            this.wanted = random.nextInt(3) > 0 ? Truth.TRUE : Truth.UNKNOWN;
            this.everywhere = random.nextInt(3) > 0;
            this.isDisturbing = match -> !match.rule().equals(aim)
                    && (quiet || aim == null || isAsGrave(match.rule(), aim))
                    && (match.truth() == Truth.TRUE || match.rule().severity() == Severity.BLOCK);
        }

        /**
         * Changes one thing after the other while anything is not as it should be, within reason; the last changes are for
         * the aim alone, since some rules never hold without others.
         */
        void apply() {
            int changes = 0;
            boolean changed = true;
            while (changed && changes < MOST_CHANGES) {
                changed = false;
                for (Match match : interpreter.hits(facts))
                    if (changes < MOST_CHANGES - FOR_THE_AIM && isDisturbing.test(match) && isStill(match)) {
                        Reading reading = match.readings()
                                .get(random.nextInt(match.readings().size()));
                        changed |= set(match, reading, Truth.FALSE);
                        changes++;
                    }
                if (aim == null) continue;
                List<Match> matches = Objects.requireNonNull(alone.get(aim)).matches(facts);
                if (!everywhere && matches.stream().anyMatch(match -> match.truth() == wanted)) continue;
                for (Match match : matches)
                    if (match.truth() != wanted && isStill(match)) {
                        changed |= satisfy(match);
                        changes++;
                    }
            }
        }

        private boolean isStill(Match match) {
            return match.facts().stream().allMatch(fact -> indexOf(fact) >= 0);
        }

        private boolean satisfy(Match match) {
            List<Reading> against = match.readings().stream()
                    .filter(reading -> reading.truth() == Truth.FALSE
                            || (wanted == Truth.TRUE && reading.truth() == Truth.UNKNOWN))
                    .toList();
            if (!against.isEmpty()) return set(match, against.get(0), Truth.TRUE);
            Reading any = match.readings().get(random.nextInt(match.readings().size()));
            return set(match, any, Truth.UNKNOWN);
        }

        /** Makes a constraint come out so, by whichever side can be changed. */
        private boolean set(Match match, Reading reading, Truth truth) {
            boolean byRight = !(reading.constraint().operand() instanceof Operand.Literal) && random.nextBoolean();
            return byRight
                    ? setRight(match, reading, truth) || setLeft(match, reading, truth)
                    : setLeft(match, reading, truth) || setRight(match, reading, truth);
        }

        private boolean setLeft(Match match, Reading reading, Truth truth) {
            RuleFact fact = match.facts().get(reading.pattern());
            String field = reading.constraint().field();
            if (truth == Truth.UNKNOWN) return put(fact, field, null);
            if (reading.right() == null) return false;
            Object value =
                    values.left(reading.constraint().operator(), reading.left(), reading.right(), truth == Truth.TRUE);
            return value != null && put(fact, field, value);
        }

        private boolean setRight(Match match, Reading reading, Truth truth) {
            Operand operand = reading.constraint().operand();
            if (operand instanceof Operand.Literal) return false;
            boolean own = operand instanceof Operand.OwnField;
            RuleFact fact = match.facts().get(own ? reading.pattern() : 0);
            String field = operand instanceof Operand.OwnField it ? it.field() : ((Operand.OtherField) operand).field();
            if (truth == Truth.UNKNOWN) return put(fact, field, null);
            if (reading.left() == null)
                return reading.right() == null
                        && put(fact, field, values.of(fact.getClass().getSimpleName(), field));
            Operator mirrored = Values.mirrored(reading.constraint().operator());
            Object value = values.left(mirrored, reading.right(), reading.left(), truth == Truth.TRUE);
            return value != null && put(fact, field, value);
        }

        private boolean put(RuleFact fact, String field, @Nullable Object value) {
            int index = indexOf(fact);
            if (index < from) return false;
            String type = fact.getClass().getSimpleName();
            Object fitting = value == null ? null : Values.fitting(type, field, value);
            facts.set(index, FactDraft.with(fact, field, fitting));
            return true;
        }

        /** Its place; equal facts are two. */
        @SuppressWarnings("ReferenceEquality")
        private int indexOf(RuleFact fact) {
            for (int index = 0; index < facts.size(); index++) if (facts.get(index) == fact) return index;
            return -1;
        }
    }
}

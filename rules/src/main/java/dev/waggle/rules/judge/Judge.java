package dev.waggle.rules.judge;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Sentence;
import dev.waggle.rules.book.Severity;
import dev.waggle.rules.catalog.Policy;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.drools.Hit;
import dev.waggle.rules.facts.Parameter;
import dev.waggle.rules.facts.Question;
import dev.waggle.rules.facts.RuleFact;
import dev.waggle.rules.facts.TensorType;
import dev.waggle.rules.facts.Variant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;

/**
 * Answers questions: gathers facts, lets one rule set find, and draws the verdicts. It has no opinion of its own; all
 * it knows is what the severities mean and that the first placement nothing blocks is the answer.
 */
public final class Judge {
    private final Policy policy;
    private final RuleSet rules;
    private final WorkerFacts workerFacts = new WorkerFacts();

    /** A judge by this policy and these rules. Safe for many threads. */
    public Judge(Policy policy, RuleSet rules) {
        this.policy = policy;
        this.rules = rules;
    }

    /** The rules it judges by. */
    public RuleSet rules() {
        return rules;
    }

    /** One verdict per worker of the question, in the question's order. */
    public List<Verdict> judge(Query query) {
        Hearing hearing = hear(query);
        return hearing.verdicts(
                rules.judge(hearing.facts()).stream().map(this::found).toList());
    }

    /** All facts that {@link #judge} lets the rules read; a worker's carry its number in the question. */
    public List<RuleFact> facts(Query query) {
        return hear(query).facts();
    }

    /** Everything about a question before any rule has spoken. */
    Hearing hear(Query query) {
        Capacities capacities = new Capacities(query.machine(), query.machineIsDetected(), policy);
        List<RuleFact> facts = new ArrayList<>(sharedFacts(query));
        List<Target> targets = new ArrayList<>();
        List<List<Rung>> rungs = new ArrayList<>();
        for (int number = 0; number < query.workers().size(); number++) {
            Target target = new Target(number, query, policy, capacities, workerFacts);
            List<Rung> placements = Rung.of(target, query, policy, capacities);
            targets.add(target);
            rungs.add(placements);
            facts.addAll(target.facts());
            for (Rung rung : placements) facts.addAll(rung.facts(number, policy));
        }
        return new Hearing(query, targets, rungs, facts);
    }

    /** A question's workers, the placements of each, and the facts about all of them. */
    record Hearing(Query query, List<Target> targets, List<List<Rung>> rungs, List<RuleFact> facts) {
        List<Verdict> verdicts(List<Found> found) {
            return targets.stream()
                    .map(target -> new Ladder(query, target, rungs.get(target.number()), found).verdict())
                    .toList();
        }
    }

    /** A finding, and what it is about. */
    record Found(Finding finding, Severity severity, boolean unknown, int target, int rung) implements Ruling<Found> {
        @Override
        public Found asCaveat() {
            Finding caveat = new Finding(finding.rule(), Severity.WARN.id(), finding.message(), finding.facts());
            return new Found(caveat, Severity.WARN, false, target, rung);
        }
    }

    /** What a hit says. */
    Found found(Hit hit) {
        Rule rule = rules.rule(hit.rule());
        String severity = hit.unknown() ? "unknown" : rule.severity().id();
        String sentence = Sentence.render(rule, hit.facts());
        String message = hit.unknown() ? "Not known, so not decided: " + rule.title() + "." : sentence;
        Finding finding = new Finding(rule.id(), severity, message, Sentence.facts(rule, hit.facts()));
        return new Found(finding, rule.severity(), hit.unknown(), hit.target(), hit.rung());
    }

    private static List<RuleFact> sharedFacts(Query query) {
        List<RuleFact> facts = variantFacts(query);
        facts.add(DeviceFacts.of(query.machine()));
        return facts;
    }

    /** Facts about the variant and the wish, whatever worker and machine. */
    static List<RuleFact> variantFacts(Query query) {
        VariantEntry variant = query.variant();
        List<String> tasks = query.model().tasks();
        List<RuleFact> facts = new ArrayList<>();
        String task = query.wish().task();
        facts.add(new Question(task != null || tasks.isEmpty() ? task : tasks.get(0)));
        facts.add(variantFact(query));
        for (String parameter : new TreeSet<>(query.wish().parameters())) facts.add(new Parameter(parameter));
        for (String type : new TreeSet<>(variant.tensorTypes()))
            facts.add(new TensorType(variant.format(), type, variant.format() + "/" + type));
        if (variant.tensorTypes().isEmpty()) facts.add(new TensorType(variant.format(), null, null));
        return facts;
    }

    private static Variant variantFact(Query query) {
        VariantEntry variant = query.variant();
        String architecture = variant.architecture();
        List<String> tasks = query.model().tasks();
        return new Variant(
                query.model().id(),
                variant.id(),
                variant.format(),
                architecture,
                architecture == null ? null : variant.format() + "/" + architecture,
                variant.quantization(),
                tasks.isEmpty() ? null : new TreeSet<>(tasks),
                variant.trainedContextTokens(),
                new HashSet<>(query.model().tokenizerFiles()),
                query.model().gated(),
                query.model().repository(),
                variant.fileBytes());
    }
}

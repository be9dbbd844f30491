package dev.waggle.rules.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.drools.Hit;
import dev.waggle.rules.explain.Interpreter;
import dev.waggle.rules.explain.Match;
import dev.waggle.rules.explain.Truth;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Of the catalog's own questions: what is found is what the tree says, whatever the order of facts and rules. */
class ShuffledFactsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MACHINES = 12;

    private static List<Query> questions() {
        List<Query> questions = new ArrayList<>();
        List<String> machines = new ArrayList<>(Court.CATALOG.machines().keySet());
        Collections.shuffle(machines, new Random(3));
        for (ModelEntry model : Court.CATALOG.models().values())
            for (String machine : machines.subList(0, Math.min(MACHINES, machines.size()))) {
                VariantEntry variant =
                        model.variants().get(questions.size() % model.variants().size());
                questions.add(new Query(
                        model, variant, machine, Court.machine(machine), false, Court.workers(), Wish.none()));
            }
        return questions;
    }

    @Test
    void facts_ofAQuestion_areThoseThatAreJudged() {
        Interpreter tree = new Interpreter(Court.RULES.book().rules());
        for (Query query : questions()) {
            List<RuleFact> facts = Court.JUDGE.facts(query);
            List<String> said = tree.hits(facts).stream()
                    .map(ShuffledFactsTest::hit)
                    .map(Hit::toString)
                    .sorted()
                    .toList();
            assertThat(Court.RULES.judge(facts).stream().map(Hit::toString).sorted())
                    .as(query.model().id())
                    .isEqualTo(said);
        }
    }

    private static Hit hit(Match match) {
        return new Hit(match.rule().id(), match.truth() == Truth.UNKNOWN, match.facts());
    }

    @Test
    void factsAndRules_shuffled_giveTheSameHitsAndTheSameVerdictsToTheByte() throws JsonProcessingException {
        Random random = new Random(11);
        List<Rule> rules = new ArrayList<>(Court.RULES.book().rules());
        Collections.shuffle(rules, random);
        RuleSet shuffledRules = new RuleSet(new RuleBook(
                Court.RULES.book().hash(), rules, Court.RULES.book().cases()));
        Judge other = new Judge(Court.CATALOG.policy(), shuffledRules);
        for (Query query : questions()) {
            Judge.Hearing hearing = Court.JUDGE.hear(query);
            List<RuleFact> facts = new ArrayList<>(hearing.facts());
            List<Hit> hits = Court.RULES.judge(facts);
            Collections.shuffle(facts, random);
            List<Hit> shuffled = shuffledRules.judge(facts);
            assertThat(shuffled).as(query.model().id()).isEqualTo(hits);
            assertThat(json(hearing.verdicts(shuffled.stream().map(other::found).toList())))
                    .isEqualTo(json(Court.JUDGE.judge(query)))
                    .isEqualTo(json(other.judge(query)));
        }
    }

    private static String json(List<Verdict> verdicts) throws JsonProcessingException {
        StringBuilder json = new StringBuilder();
        for (Verdict verdict : verdicts) {
            Map<String, Object> parts = new LinkedHashMap<>();
            parts.put("worker", verdict.worker().id());
            parts.put("outcome", verdict.outcome());
            parts.put("confidence", verdict.confidence());
            parts.put("settings", verdict.settings());
            parts.put("findings", verdict.findings());
            parts.put("fit", String.valueOf(verdict.fit()));
            json.append(MAPPER.writeValueAsString(parts)).append('\n');
        }
        return json.toString();
    }
}

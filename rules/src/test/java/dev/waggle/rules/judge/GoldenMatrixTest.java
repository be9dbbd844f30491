package dev.waggle.rules.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole matrix as it is meant to be: a letter per worker, a line per model and machine. A change of rules or catalog
 * that changes a cell changes the file; {@code -Dwaggle.golden=update} writes it anew, and the difference is reviewed.
 */
@Tag("slow")
class GoldenMatrixTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/matrix.txt");
    private static final String LETTERS = "+!?.";

    @Test
    void matrix_ofAllModelsWorkersAndMachines_isTheGoldenOne() throws IOException {
        String actual = matrix();
        if ("update".equals(System.getProperty("waggle.golden"))) Files.writeString(GOLDEN, actual);
        assertThat(actual).isEqualTo(Files.readString(GOLDEN));
    }

    private static String matrix() {
        StringBuilder text = new StringBuilder(
                "# + runs, ! runs with caveats, ? unknown, . cannot run; the best variant of each model\n# workers: ");
        text.append(String.join(" ", Court.CATALOG.workers().keySet())).append('\n');
        for (String place : Court.CATALOG.machines().keySet()) {
            text.append("\n[").append(place).append("]\n");
            for (ModelEntry model : Court.CATALOG.models().values())
                text.append(letters(model, Court.machine(place)))
                        .append(' ')
                        .append(model.id())
                        .append('\n');
        }
        return text.toString();
    }

    private static String letters(ModelEntry model, Machine machine) {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        for (WorkerEntry worker : Court.workers()) ranks.put(worker.id(), 3);
        for (VariantEntry variant : model.variants())
            for (Verdict verdict : Court.JUDGE.judge(query(model, variant, machine)))
                ranks.merge(verdict.worker().id(), verdict.outcome().rank(), Math::min);
        StringBuilder letters = new StringBuilder();
        for (int rank : ranks.values()) letters.append(LETTERS.charAt(rank));
        return letters.toString();
    }

    private static Query query(ModelEntry model, VariantEntry variant, Machine machine) {
        return new Query(model, variant, "there", machine, false, Court.workers(), Wish.none());
    }

    static Stream<Rule> rules() {
        return Court.RULES.book().rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void removingAnyRule_changesACell(Rule rule) {
        RuleBook smaller = Court.RULES.book().without(rule.id());
        RuleSet rules = new RuleSet(smaller);
        Judge judge = new Judge(Court.CATALOG.policy(), rules);
        assertThat(questions().stream().anyMatch(query -> !judge.judge(query).equals(Court.JUDGE.judge(query))))
                .as("%s decides nothing", rule.id())
                .isTrue();
    }

    @Test
    void emptyBook_refusesNothing() {
        RuleSet none = new RuleSet(new RuleBook("empty", List.of(), List.of()));
        Judge judge = new Judge(Court.CATALOG.policy(), none);
        for (Query query : questions())
            for (Verdict verdict : judge.judge(query))
                assertThat(verdict.outcome()).isNotInstanceOf(Outcome.CannotRun.class);
    }

    /** Questions in which every rule has something to say. */
    private static List<Query> questions() {
        List<Query> questions = new ArrayList<>();
        for (String place : List.of(
                "rtx-4090", "rx-7900-xtx", "gtx-1080-ti", "raspberry-pi-5-8gb", "macbook-m2-8gb", "rtx-3060-12gb"))
            for (String subject : List.of(
                    "llama-3.1-8b:Q8_0",
                    "phi-3-mini:BF16",
                    "gpt-oss-20b:MXFP4",
                    "llama-3.3-70b:Q4_K_M",
                    "llama-3.3-70b:Q2_K"))
                if (has(subject)) questions.add(Court.query(subject, Court.machine(place), Wish.none()));
        questions.add(Court.query(
                "gemma-2-9b:Q4_K_M",
                Court.machine("rtx-4090"),
                new Wish("embedding", 16_384L, null, null, null, Set.of("seed"))));
        questions.add(Court.query(
                "llama-3.1-8b:Q4_K_M",
                Court.machine("rtx-4090"),
                new Wish(null, 512L, null, null, null, Set.of("stop"))));
        questions.add(Court.query(
                "llama-3.1-8b:Q4_K_M", Court.machine("rtx-4090"), new Wish(null, 8_192L, null, null, null, Set.of())));
        questions.add(Court.query("llama-3.1-8b:Q4_K_M", oldMachine(), Wish.none()));
        questions.add(withTokenizerModelOnly());
        return questions;
    }

    private static boolean has(String subject) {
        int colon = subject.lastIndexOf(':');
        return Court.model(subject.substring(0, colon))
                .variant(subject.substring(colon + 1))
                .isPresent();
    }

    private static Machine oldMachine() {
        return Court.described(
                "{'name':'old','os':'linux','cpuArchitecture':'x86_64','cpuFeatures':['avx'],'ramBytes':34359738368,"
                        + "'devices':[{'id':'gpu0','vendor':'nvidia','name':'card','memoryBytes':12884901888,'freeBytes':1073741824,"
                        + "'computeCapability':'8.6','driverVersion':'550.54.14','backends':['cuda','vulkan']}]}");
    }

    private static Query withTokenizerModelOnly() {
        ModelEntry model = Court.model("llama-3.2-1b");
        ModelEntry old = new ModelEntry(
                model.id(),
                model.name(),
                model.repository(),
                model.license(),
                model.gated(),
                model.tasks(),
                List.of("tokenizer.model"),
                model.variants(),
                false,
                "a test");
        return query(old, model.variant("BF16").orElseThrow(), Court.machine("rtx-4090"));
    }
}

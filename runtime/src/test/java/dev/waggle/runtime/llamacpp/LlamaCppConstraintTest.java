package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.protocol.Constraint;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Sampling;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that must look like something. */
@Timeout(60)
class LlamaCppConstraintTest {
    @TempDir
    static Path models;

    @TempDir
    static Path folder;

    private static Host host;
    private static Worker known;

    @BeforeAll
    static void openWorker() throws Exception {
        host = new Host(folder);
        known = host.worker(TestLibraries.cpuEngine(), Models.known(models), Host.onCpu(512));
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        host.close();
    }

    private static Host.Said held(String grammar) {
        return Host.constrained(known, new Constraint.Grammar(grammar));
    }

    @Test
    void grammar_ofAnotherText_forcesIt() {
        Host.Said said = held("root ::= \"flowers\" \" ✓\"");
        assertThat(said.text()).isEqualTo("flowers ✓");
        assertThat(said.finished().reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void grammar_withRandomChoice_holdsForEverySeed() {
        for (int seed = 0; seed < 20; seed++) {
            Sampling warm = new Sampling(2, 0, 1, 0, new Penalties(64, 1.1, 0, 0), seed);
            GenerationRequest request = new GenerationRequest(
                    new Prompt.Text("go"), 20, warm, List.of(), new Constraint.Grammar("root ::= [a-c] [0-9] [0-9]"));
            assertThat(Host.say(known, request).text()).matches("[a-c][0-9][0-9]");
        }
    }

    @Test
    void schema_ofAChoice_forcesOneOfIt() {
        assertThat(Host.constrained(known, new Constraint.JsonSchema("{\"enum\":[\"flowers\",\"bees\"]}"))
                        .text())
                .isIn("\"flowers\"", "\"bees\"");
    }

    @Test
    void schema_thatIsNone_isRefused() {
        assertThat(Host.constrained(known, new Constraint.JsonSchema("{\"typ"))
                        .refused()
                        .code())
                .isEqualTo("unsupported-schema");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "root ::= foo",
                "root ::= \"a",
                "rot ::= \"a\"",
                "root ::= root \"a\" | \"b\"",
                "root ::= \"a\" (",
                "root ::= \"a\"{100000}",
                "root ::= \"a\0\"",
            })
    void grammar_thatIsNone_isRefusedAndNotQuoted(String grammar) {
        Ended.Refused refused = held(grammar).refused();
        assertThat(refused.code()).isEqualTo("bad-grammar");
        assertThat(refused.message()).doesNotContain("::=", "\n");
        assertThat(known.log()).doesNotContain("::=");
    }

    @Test
    void grammar_brokenSomewhere_isRefusedWithThePlace() {
        assertThat(held("x ::= \"a\"\nroot ::= x x @ ").refused().message())
                .isEqualTo("The grammar can't be used: expecting newline or end at line 2, column 14.");
    }

    @Test
    void grammar_thatNoTokenCanFollow_isAnErrorOfThisAnswerOnly() {
        assertThat(held("root ::= <[99999]>").refused().code()).isEqualTo("engine-error");
        assertThat(held("root ::= \"Bees\"").text()).isEqualTo("Bees");
    }
}

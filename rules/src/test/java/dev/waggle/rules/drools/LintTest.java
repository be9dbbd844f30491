package dev.waggle.rules.drools;

import static dev.waggle.rules.drools.SmallBook.PATTERN;
import static dev.waggle.rules.drools.SmallBook.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.LintReport;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.catalog.CatalogWords;
import dev.waggle.rules.facts.FactWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the linter makes of constants, of rules that can't be meant, and how exactly it points at them. */
class LintTest {
    private static final String GOOD = rule(PATTERN);

    /** The one error of a rule with these patterns; it must point at the ~, which is not part of them. */
    private static RuleError onlyError(String patterns) {
        LintReport report = SmallBook.lint(rule(patterns.replace("~", "")));
        assertThat(report.book()).isEmpty();
        assertThat(report.errors()).hasSize(1);
        RuleError error = report.errors().get(0);
        if (patterns.contains("~"))
            assertThat(error.where()).isEqualTo("memory/memory.drl:4:" + (5 + patterns.indexOf('~')));
        return error;
    }

    private static List<RuleError> warnings(String drl) {
        LintReport report = SmallBook.lint(drl);
        assertThat(report.errors()).isEmpty();
        return report.warnings();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "Worker( backend == ~\"cudo\" ) | cuda",
                "Worker( backend != ~\"CUDA\" ) | cuda",
                "Worker( platforms contains ~\"windws\" ) | windows",
                "Worker( platforms contains ~\"freebsd\" ) |",
                "Worker( cpuArchitectures contains ~\"x86-64\" ) | x86_64",
                "Worker( formats not contains ~\"ggfu\" ) | gguf",
                "Worker( widenedFormats contains ~\"safetensor\" ) | safetensors",
                "Worker( architectures contains ~\"lama\" ) | llama",
                "Worker( pairs contains ~\"ggfu/llama\" ) | gguf/llama",
                "Worker( tensorTypes contains ~\"gguf/Q4_KM\" ) | gguf/Q4_K",
                "Worker( tasks contains ~\"embeding\" ) | embedding",
                "Worker( parameters not contains ~\"max_tokens\" ) | maxTokens",
                "Worker( worker == ~\"llamacpp-cudda\" ) | llamacpp-cuda",
                "Worker( engine == ~\"llama.cpp 0.5\" ) | llama.cpp 0.5.0",
                "Variant( format == ~\"ggfu\" ) | gguf",
                "Variant( architecture == ~\"qwen-2\" ) | qwen2",
                "Variant( pair == ~\"gguf/lama\" ) | gguf/llama",
                "Variant( quantization == ~\"Q4_K_L\" ) | Q3_K_L",
                "Variant( tasks contains ~\"Chat\" ) | chat",
                "Variant( tokenizerFiles not contains ~\"tokeniser.json\" ) | tokenizer.json",
                "Machine( os == ~\"mac\" ) |",
                "Machine( os == ~\"maccos\" ) | macos",
                "Machine( cpuArchitecture == ~\"arm64\" ) |",
                "Machine( cpuFeatures not contains ~\"avx-2\" ) | avx2",
                "Machine( backends contains ~\"vulcan\" ) | vulkan",
                "Device( vendor == ~\"nvida\" ) | nvidia",
                "Fit( placement == ~\"all_on_device\" ) | all-on-device",
                "Settings( kvType == ~\"q8_O\" ) | q8_0",
                "Question( task == ~\"chatt\" ) | chat",
                "TensorType( format == ~\"GGUF\" ) | gguf",
                "TensorType( name == ~\"Q4-K\" ) | Q4_K",
                "TensorType( pair == ~\"safetensors/BF61\" ) | safetensors/BF16",
                "Parameter( name == ~\"tempreature\" ) | temperature",
                "NeededFeature( feature == ~\"avx512-vnni\" ) | avx512_vnni",
                "NeededFile( file == ~\"tokenizer.jsn\" ) | tokenizer.json",
            })
    void constant_outsideItsVocabulary_isPointedAtWithWhatWasMeant(String patterns, String meant) {
        RuleError error = onlyError(patterns);
        assertThat(error.found()).contains(" never is: it is a");
        assertThat(error.allowed()).isNotBlank();
        assertThat(error.suggestion()).isEqualTo(meant == null ? "" : meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Worker( worker == \"vllm-cuda\" )",
                "Worker( engine == \"vllm 0.9\" )",
                "Variant( architecture == \"brand-new\" )",
                "NeededFile( file == \"vocab.txt\" )"
            })
    void constant_thatACatalogWouldKnow_isFreeWithoutOne(String patterns) {
        assertThat(SmallBook.errors(rule(patterns), SmallBook.GOOD_CASES)).isEmpty();
        assertThat(SmallBook.lint(rule(patterns)).errors()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fit( device == \"gpu7\" )",
                "Device( deviceName == \"Some Card\" )",
                "Variant( repository == \"me/mine\" )",
                "Variant( model == \"a-model-of-mine\" )",
                "Machine( machine == \"kitchen\" )",
                "Variant( quantization == \"IQ4_XS\" )",
                "Worker( tensorTypes contains \"safetensors/F8_E4M3\" )"
            })
    void constant_thatCanBe_isAccepted(String patterns) {
        assertThat(SmallBook.lint(rule(patterns)).errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fit( residentBytes > 5, ~residentBytes < 3 )",
                "Fit( residentBytes > 5, ~residentBytes < 6 )",
                "Fit( residentBytes == 5, ~residentBytes != 5 )",
                "Fit( residentBytes >= 5, residentBytes <= 5, ~residentBytes != 5 )",
                "Fit( ~residentBytes < 0 )",
                "Fit( ~residentBytes == -1 )",
                "Settings( ~contextTokens <= -1 )",
                "Fit( ~residentBytes > residentBytes )",
                "Fit( ~residentBytes == residentBytes )",
                "Fit( residentBytes > capacityBytes, ~residentBytes < capacityBytes )",
                "Fit( residentBytes > capacityBytes, ~capacityBytes >= residentBytes )",
                "Fit( residentBytes == capacityBytes, ~capacityBytes != residentBytes )",
                "Fit( residentBytes != capacityBytes, residentBytes >= capacityBytes, ~residentBytes <= capacityBytes )",
                "Device( computeCapability > 8.9, ~computeCapability < 8.9 )",
                "Device( computeCapability >= 8.9, ~computeCapability < 8.9 )",
                "Device( computeCapability == 8.9, ~computeCapability == 9 )",
                "Variant( format == \"gguf\", ~format == \"safetensors\" )",
                "Variant( format == \"gguf\", ~format != \"gguf\" )",
                "Variant( format != \"gguf\", ~format != \"safetensors\" )",
                "Variant( gated == true, ~gated == false )",
                "Variant( gated != true, ~gated != false )",
                "Variant( model == \"a\", ~model == \"b\" )",
                "Variant( model != \"a\", ~model == \"a\" )",
                "Worker( formats contains \"gguf\", ~formats not contains \"gguf\" )",
                "Worker( backend memberOf formats, ~formats not contains backend )",
                "$m : Machine() Worker( backend memberOf $m.backends, ~backend not memberOf $m.backends )",
            })
    void rule_thatCanNeverFire_isRefusedAtWhatExcludesIt(String patterns) {
        RuleError error = onlyError(patterns);
        assertThat(error.found()).containsAnyOf("never holds", "excludes what was said", "with itself");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fit( residentBytes > 5, residentBytes < 7 )",
                "Device( computeCapability > 8, computeCapability < 8.1 )",
                "Fit( residentBytes >= capacityBytes, residentBytes <= capacityBytes )",
                "Fit( residentBytes > capacityBytes, residentBytes != freeBytes, residentBytes < freeBytes )",
                "Worker( formats contains \"gguf\", formats contains \"safetensors\" )",
                "Worker( formats contains \"gguf\", widenedFormats not contains \"gguf\" )",
                "$m : Machine() Worker( backend memberOf $m.backends, platforms not contains $m.os )",
                "$f : Fit( residentBytes > capacityBytes ) Fit( residentBytes < capacityBytes )",
                "$f : Fit() Fit( residentBytes > $f.residentBytes )",
                "Fit( leftBytes < 0 )",
                "Variant( format != \"gguf\" )"
            })
    void rule_thatCanFire_isAccepted(String patterns) {
        assertThat(SmallBook.lint(rule(patterns)).errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fit()",
                "$w : Worker() Fit()",
                "Fit( residentBytes >= 0 )",
                "Fit( residentBytes > -1, capacityBytes != -5 )",
                "Fit( $r : residentBytes )"
            })
    void block_thatComparesNothing_isRefused(String patterns) {
        RuleError error = onlyError(patterns);
        assertThat(error.found()).isEqualTo("a rule that compares nothing, so it blocks whatever is asked");
        assertThat(error.line()).isEqualTo(1);
    }

    @Test
    void note_thatComparesNothing_isWarnedOf() {
        assertThat(warnings(rule("ContextLimit()").replace("block", "note")))
                .singleElement()
                .satisfies(warning -> assertThat(warning.found()).contains("compares nothing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fit( capacityBytes < 24 ) | 26 | 25769803776",
                "Fit( capacityBytes < 8192 ) | 26 | 8589934592",
                "Fit( capacityBytes < 8000000000 ) | 26 | 8589934592",
                "Fit( capacityBytes < 500000000 ) | 26 | 524288000",
            })
    void bytes_thatLookLikeAnotherUnit_areWarnedOf(String patterns, int column, String meant) {
        assertThat(warnings(rule(patterns))).singleElement().satisfies(warning -> {
            assertThat(warning.line()).isEqualTo(4);
            assertThat(warning.column()).isEqualTo(column);
            assertThat(warning.suggestion()).isEqualTo(meant);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1048576", "8589934592", "6442450944", "1073741824", "123456789", "-1"})
    void bytes_thatAreWhatTheyLookLike_areNot(String bytes) {
        assertThat(warnings(rule("Fit( leftBytes > " + bytes + " )"))).isEmpty();
    }

    @Test
    void constraint_saidTwice_isWarnedOf() {
        assertThat(warnings(rule("Fit( residentBytes > capacityBytes, residentBytes > capacityBytes )")))
                .singleElement()
                .hasToString("memory/memory.drl:4:41: MEM-010: 'residentBytes > capacityBytes' again; allowed: each"
                        + " constraint once.");
    }

    @Test
    void rules_thatSayTheSame_areWarnedOf() {
        String other = rule("$x : Fit( residentBytes > capacityBytes )").replace("010", "020");
        String cases = SmallBook.GOOD_CASES + SmallBook.GOOD_CASES.replace("010", "020");
        LintReport report =
                BookLoader.lint(Map.of(SmallBook.DRL, GOOD + other, SmallBook.CASES, cases), FactWords.fixed());
        assertThat(report.warnings())
                .extracting(RuleError::message)
                .containsExactly(
                        "MEM-020: the same patterns as MEM-010; allowed: patterns of its own.",
                        "MEM-020: the same title as MEM-010; allowed: a title of its own.");
    }

    @Test
    void id_betweenTheSteps_isWarnedOf() {
        assertThat(SmallBook.errors(GOOD.replace("010", "015"), SmallBook.GOOD_CASES.replace("010", "015")))
                .isEmpty();
        LintReport report = BookLoader.lint(
                Map.of(
                        SmallBook.DRL,
                        GOOD.replace("010", "015"),
                        SmallBook.CASES,
                        SmallBook.GOOD_CASES.replace("010", "015")),
                FactWords.fixed());
        assertThat(report.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.found()).isEqualTo("a number between the steps"));
    }

    @ParameterizedTest
    @CsvSource({"ggfu, gguf", "GGUF, gguf", "safetensor, safetensors"})
    void case_withAWordThatIsNearlyOne_isWarnedOf(String word, String meant) {
        assertThat(formatCase(word)).singleElement().satisfies(warning -> {
            assertThat(warning.where()).isEqualTo("memory/memory.cases.yaml:3");
            assertThat(warning.suggestion()).isEqualTo(meant);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gguf", "onnx"})
    void case_withAnotherWord_isNot(String word) {
        assertThat(formatCase(word)).isEmpty();
    }

    private static List<RuleError> formatCase(String format) {
        String cases = SmallBook.GOOD_CASES.replaceFirst("Fit: ", "Variant: {format: " + format + "}\n      Fit: ");
        return BookLoader.lint(Map.of(SmallBook.DRL, GOOD, SmallBook.CASES, cases), FactWords.fixed())
                .warnings();
    }

    @Test
    void shippedBook_withTheShippedCatalog_hasNothingToFindFaultWith() {
        LintReport report = BookLoader.lint(BookFolder.embeddedTexts(), CatalogWords.of(CatalogLoader.embedded()));
        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~Fitt( residentBytes > 1 )",
                "Fit( ~residntBytes > 1 )",
                "Fit( residentBytes > ~capcityBytes )",
                "Fit( residentBytes ~is 1 )",
                "Fit( residentBytes > 1 ~1 )",
                "Fit( residentBytes >~ )",
                "Fit( residentBytes > ~99999999999999999999 )",
                "Fit( capacityBytes > 0, ~residentBytes > \"1\" )",
                "Fit( $x : ~residntBytes )",
                "$f : Fit() Fit( residentBytes > $f.~capcityBytes )",
                "$f : Fit() Fit( residentBytes > ~$g.capacityBytes )",
                "Fit( $d : device ) Worker( backend == ~$d.x )",
                "Fit( residentBytes ~=> 1 )"
            })
    void mistake_inAPattern_isPointedAt(String patterns) {
        assertThat(onlyError(patterns).found()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule ~\"MEM-10 needs more\"",
                "    @message( \"Needs ~{residntBytes}.\" ) @since( \"1.0\" )",
                "    @message( \"Needs ~{residentBytes.\" ) @since( \"1.0\" )",
                "    @message( \"Needs.\" ) @since( \"~one\" )",
                "    @message( \"Needs.\" ) @since( \"1.0\" ) ~@watch( x )",
                "~then findings.refuse( \"MEM-010\" ); //",
            })
    void mistake_aroundThePatterns_isPointedAt(String marked) {
        String line = marked.replace("~", "");
        int number = line.startsWith("rule") ? 1 : line.startsWith("then") ? 5 : 2;
        List<String> lines = new ArrayList<>(GOOD.lines().toList());
        lines.set(number - 1, line);
        if (number == 5) lines.set(5, "");
        List<RuleError> errors = SmallBook.errors(String.join("\n", lines), SmallBook.GOOD_CASES);
        assertThat(errors)
                .extracting(RuleError::where)
                .contains("memory/memory.drl:" + number + ":" + (1 + marked.indexOf('~')));
    }

    @Test
    void mistake_inACase_isPointedAt() {
        String cases = SmallBook.GOOD_CASES.replace("capacityBytes: 1}", "capcityBytes: 1}");
        assertThat(SmallBook.errors(GOOD, cases)).anySatisfy(error -> {
            assertThat(error.where()).isEqualTo("memory/memory.cases.yaml:4:31");
            assertThat(error.suggestion()).isEqualTo("capacityBytes");
        });
    }

    @Test
    void mistake_onALaterLineOfAConstraint_isPointedAt() {
        String drl = rule("Fit( residentBytes // so much\r\n      > capcityBytes )");
        assertThat(SmallBook.errors(drl, SmallBook.GOOD_CASES).get(0).where()).isEqualTo("memory/memory.drl:5:9");
    }
}

package dev.waggle.rules.drools;

import static dev.waggle.rules.drools.SmallBook.PATTERN;
import static dev.waggle.rules.drools.SmallBook.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.book.Sentence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules as people write them: however they are spaced and commented, they load and judge what they say. */
class HonestRulesTest {
    private static final String GOOD = rule(PATTERN);

    /** A rule file about memory, and cases it must pass. */
    record Honest(String name, String drl, String cases) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Honest> spellings() {
        return List.of(
                spelling("as in the guide", GOOD),
                spelling("on one line", GOOD.replace("\n", " ")),
                spelling(
                        "no spaces",
                        rule("Fit(residentBytes>capacityBytes)")
                                .replace("( ", "(")
                                .replace(" )", ")")),
                spelling("many spaces", rule("  Fit  (   residentBytes   >   capacityBytes   )  ")),
                spelling("tabs", GOOD.replace("    ", "\t").replace(" > ", "\t>\t")),
                spelling("trailing spaces", GOOD.replace("\n", "   \n")),
                spelling("no line end at the end", GOOD.stripTrailing()),
                spelling("blank lines", "\n\n" + GOOD.replace("\n", "\n\n") + "\n\n"),
                spelling("line ends of Windows", GOOD.replace("\n", "\r\n")),
                spelling(
                        "line ends of Windows, not at the end",
                        GOOD.stripTrailing().replace("\n", "\r\n")),
                spelling("a constraint over three lines", rule("Fit(\n residentBytes\n >\n capacityBytes\n )")),
                spelling("a comment before", "// about memory\n" + GOOD),
                spelling("a block before", "/* about\n   memory: rule \"X\" when */\n" + GOOD),
                spelling("a comment behind", GOOD + "// no more"),
                spelling("a comment after the name", GOOD.replace("more\"", "more\" // really")),
                spelling("a comment among patterns", rule("// Fit( nothing )\n    " + PATTERN + " // yes")),
                spelling("a block in a constraint", rule("Fit( residentBytes /* all, of \"it */ > capacityBytes )")),
                spelling("a comment in a constraint", rule("Fit( residentBytes // all ( of it\n > capacityBytes )")),
                spelling("a comment in the consequence", GOOD.replace("then\n", "then // refuse\n /* now */ ")),
                spelling("a comment with a path", "// C:\\models\\llama 'quoted' {braces} ü\n" + GOOD),
                spelling("a block with stars", "/***\n * memory\n **/" + GOOD),
                spelling("an empty block", "/**/" + GOOD),
                spelling(
                        "annotations the other way round",
                        GOOD.replace(
                                "@message( \"Needs.\" ) @since( \"1.0\" )",
                                "@since( \"1.0\" )\n    @message( \"Needs.\" )")),
                spelling("a binding nobody uses", rule("$fit : " + PATTERN)),
                spelling("a binding without spaces", rule("$fit:" + PATTERN)),
                spelling("a long title", GOOD.replace("needs more", "n".repeat(81))),
                spelling("a title in another language", GOOD.replace("needs more", "braucht größere Geräte – 記憶 🐝")),
                spelling(
                        "a message with signs",
                        GOOD.replace(
                                "Needs.",
                                "It's \u201Ctoo\u201D large; see (the) /* docs */ // 100 % #1 'x' a, b | c & d.")),
                spelling("the same twice", rule("Fit( residentBytes > capacityBytes, residentBytes > capacityBytes )")),
                spelling("no space after a comma", rule("Fit( residentBytes > capacityBytes,residentBytes >= 0 )")),
                spelling(
                        "a comma on the next line",
                        rule("Fit( residentBytes > capacityBytes\n , residentBytes >= 0 )")),
                spelling("the other way round", rule("Fit( capacityBytes < residentBytes )")),
                spelling("two patterns", rule("$a : Fit()\n    Fit( residentBytes > $a.capacityBytes )")),
                spelling("two patterns on a line", rule("$a : Fit() Fit( residentBytes > $a.capacityBytes )")),
                spelling("a bound field", rule("Fit( $c : capacityBytes )\n    Fit( residentBytes > $c )")),
                spelling("a bound field without spaces", rule("Fit($c:capacityBytes) Fit(residentBytes>$c)")),
                spelling(
                        "a bound field and a constraint",
                        rule("Fit( capacityBytes >= 0, $c : capacityBytes )\n    Fit( residentBytes > $c )")),
                spelling("spaces around the point", rule("$a : Fit()\n    Fit( residentBytes > $a . capacityBytes )")));
    }

    private static Honest spelling(String name, String drl) {
        return new Honest(name, drl, SmallBook.GOOD_CASES);
    }

    /** One pattern's constraints, facts that hit, and facts that miss. */
    static List<Honest> constraints() {
        return List.of(
                constraint("Fit( leftBytes < -1 )", "Fit: {leftBytes: -2}", "Fit: {leftBytes: -1}"),
                constraint("Fit( leftBytes<-1 )", "Fit: {leftBytes: -2}", "Fit: {leftBytes: -1}"),
                constraint("Fit( leftBytes == -5 )", "Fit: {leftBytes: -5}", "Fit: {leftBytes: 5}"),
                constraint("Fit( leftBytes >= 0 )", "Fit: {leftBytes: 0}", "Fit: {leftBytes: -1}"),
                constraint(
                        "Fit( leftBytes > 2147483648 )",
                        "Fit: {leftBytes: 2147483649}",
                        "Fit: {leftBytes: 2147483648}"),
                constraint(
                        "Fit( leftBytes > 2147483647 )",
                        "Fit: {leftBytes: 2147483648}",
                        "Fit: {leftBytes: 2147483647}"),
                constraint(
                        "Fit( leftBytes < -2147483648 )",
                        "Fit: {leftBytes: -2147483649}",
                        "Fit: {leftBytes: -2147483648}"),
                constraint(
                        "Fit( leftBytes == 9223372036854775807 )",
                        "Fit: {leftBytes: 9223372036854775807}",
                        "Fit: {leftBytes: 9223372036854775806}"),
                constraint(
                        "Fit( leftBytes == -9223372036854775808 )",
                        "Fit: {leftBytes: -9223372036854775808}",
                        "Fit: {leftBytes: -9223372036854775807}"),
                constraint(
                        "Fit( residentBytes == capacityBytes )",
                        "Fit: {residentBytes: 9007199254740993, capacityBytes: 9007199254740993}",
                        "Fit: {residentBytes: 9007199254740993, capacityBytes: 9007199254740992}"),
                constraint("Settings( sequences != 4294967297 )", "Settings: {sequences: 1}", "Worker: {worker: w}"),
                constraint("Settings( sequences < 4294967297 )", "Settings: {sequences: 1}", "Worker: {worker: w}"),
                constraint(
                        "Settings( sequences != contextTokens )",
                        "Settings: {sequences: 1, contextTokens: 4294967297}",
                        "Settings: {sequences: 1, contextTokens: 1}"),
                constraint("Settings( sequences == 1 )", "Settings: {sequences: 1}", "Settings: {sequences: 2}"),
                constraint(
                        "Settings( sequences < contextTokens )",
                        "Settings: {sequences: 1, contextTokens: 2}",
                        "Settings: {sequences: 2, contextTokens: 2}"),
                constraint(
                        "Settings( contextTokens == sequences )",
                        "Settings: {sequences: 2, contextTokens: 2}",
                        "Settings: {sequences: 1, contextTokens: 2}"),
                constraint(
                        "Device( computeCapability >= 8.9 )",
                        "Device: {computeCapability: 8.9}",
                        "Device: {computeCapability: 8.6}"),
                constraint(
                        "Device( computeCapability == 8 )",
                        "Device: {computeCapability: 8.0}",
                        "Device: {computeCapability: 8.1}"),
                constraint(
                        "Device( computeCapability < 10 )",
                        "Device: {computeCapability: 9.9}",
                        "Device: {computeCapability: 12.0}"),
                constraint(
                        "Device( computeCapability > 0.00001 )",
                        "Device: {computeCapability: 0.00002}",
                        "Device: {computeCapability: 0.00001}"),
                constraint(
                        "Device( computeCapability < 123456789012.5 )",
                        "Device: {computeCapability: 123456789012}",
                        "Device: {computeCapability: 123456789013}"),
                constraint("Variant( gated == true )", "Variant: {gated: true}", "Variant: {gated: false}"),
                constraint("Variant( gated == false )", "Variant: {gated: false}", "Variant: {gated: true}"),
                constraint("Variant( gated != true )", "Variant: {gated: false}", "Variant: {gated: true}"),
                text("host", "gpu"),
                text("", "x"),
                text(" ", ""),
                text("x, end ) ; } then", "x"),
                text("// no comment", ""),
                text("/* no comment */", ""),
                text("it's", "its"),
                text("5", "6"),
                text("5", "5.0"),
                text("5.0", "5"),
                text("true", "false"),
                text("null", "nil"),
                text("$1", "1"),
                text("capacityBytes", "device"),
                text("größer – 記憶 🐝", "kleiner"),
                text("a == b && c || !d", "a"),
                text("@{x} ${y} #{z} %s", "x"),
                text("System.exit(0)", "x"),
                constraint("Fit( placement != \"host\" )", "Fit: {placement: gpu}", "Fit: {placement: host}"),
                constraint("Fit( device != \"5\" )", "Fit: {device: \"5.0\"}", "Fit: {device: \"5\"}"),
                constraint(
                        "Fit( placement == device )",
                        "Fit: {placement: host, device: host}",
                        "Fit: {placement: host, device: gpu0}"),
                constraint(
                        "Fit( placement != device )",
                        "Fit: {placement: \"1\", device: \"1.0\"}",
                        "Fit: {placement: \"1\", device: \"1\"}"),
                constraint(
                        "Worker( formats contains \"gguf\" )", "Worker: {formats: [gguf]}", "Worker: {formats: [ggu]}"),
                constraint(
                        "Worker( formats not contains \"gguf\" )",
                        "Worker: {formats: []}",
                        "Worker: {formats: [x, gguf]}"),
                constraint(
                        "Worker( formats not  contains\"gguf\" )",
                        "Worker: {formats: []}",
                        "Worker: {formats: [gguf]}"),
                constraint(
                        "Worker( formats contains backend )",
                        "Worker: {formats: [cpu], backend: cpu}",
                        "Worker: {formats: [cpu], backend: cuda}"),
                constraint(
                        "Worker( backend memberOf formats )",
                        "Worker: {formats: [cpu], backend: cpu}",
                        "Worker: {formats: [cpu], backend: cuda}"),
                constraint(
                        "Worker( backend not memberOf formats )",
                        "Worker: {formats: [cpu], backend: cuda}",
                        "Worker: {formats: [cpu], backend: cpu}"),
                constraint(
                        "Machine( $s : backends )\n    Worker( backend not memberOf $s )",
                        "{Machine: {backends: [cpu]}, Worker: {backend: cuda}}",
                        "{Machine: {backends: [cpu]}, Worker: {backend: cpu}}"),
                constraint(
                        "$m : Machine( os == \"linux\", backends contains \"cpu\" )\n    Worker( platforms contains $m.os )",
                        "{Machine: {os: linux, backends: [cpu]}, Worker: {platforms: [linux]}}",
                        "{Machine: {os: linux, backends: [cuda]}, Worker: {platforms: [linux]}}"));
    }

    private static Honest text(String hit, String miss) {
        return constraint(
                "Fit( device == \"" + hit + "\" )",
                "Fit: {device: \"" + hit + "\"}",
                "Fit: {device: \"" + miss + "\"}");
    }

    private static Honest constraint(String patterns, String hit, String miss) {
        String cases = "MEM-010:\n  hits:\n" + oneCase(hit) + "  misses:\n" + oneCase(miss);
        return new Honest(patterns + " on " + hit, rule(patterns), cases);
    }

    private static String oneCase(String facts) {
        String inner = facts.startsWith("{") ? facts.substring(1, facts.length() - 1) : facts;
        return "    - {case: c, " + inner + "}\n";
    }

    @ParameterizedTest
    @MethodSource({"spellings", "constraints"})
    void rule_loads_andJudgesItsCases(Honest honest) throws BookException {
        RuleBook book = BookLoader.load(Map.of(SmallBook.DRL, honest.drl(), SmallBook.CASES, honest.cases()));
        assertThat(book.rules()).extracting(Rule::id).containsExactly("MEM-010");
        assertThat(book.cases()).extracting(RuleCase::expected).contains(Expected.HIT, Expected.MISS);
        CompiledRules rules = CompiledRules.compile(book.rules());
        for (RuleCase each : book.cases()) {
            List<Hit> hits = rules.judge(each.facts());
            assertThat(hits.stream().anyMatch(hit -> !hit.unknown()))
                    .as("%s", each)
                    .isEqualTo(each.expected() == Expected.HIT);
            assertThat(hits).as("%s", each).noneMatch(hit -> hit.unknown() && each.expected() == Expected.HIT);
        }
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void rule_keepsItsSource(Honest honest) throws BookException {
        String source = SmallBook.load(honest.drl()).rules().get(0).source();
        assertThat(source).startsWith("rule \"MEM-010 ").endsWith("end").contains("findings.block(");
        assertThat(honest.drl()).contains(source);
    }

    @Test
    void rules_twoInAFile_bothLoadWithTheirLines() throws BookException {
        String second = rule(PATTERN).replace("010", "020").replace("block", "warn");
        String cases = SmallBook.GOOD_CASES + SmallBook.GOOD_CASES.replace("010", "020");
        RuleBook book = SmallBook.load(GOOD + "/* between */\n" + second, cases);
        assertThat(book.rules()).extracting(Rule::id).containsExactly("MEM-010", "MEM-020");
        assertThat(book.rules()).extracting(Rule::line).containsExactly(1, 9);
        assertThat(book.rules().get(0).source()).isEqualTo(GOOD.strip());
        assertThat(book.rules().get(1).source()).isEqualTo(second.strip());
        assertThat(book.cases()).extracting(RuleCase::line).containsExactly(3, 6, 10, 13);
    }

    @Test
    void rules_directlyBehindEachOther_bothLoad() throws BookException {
        String second = rule(PATTERN).replace("010", "020");
        String cases = SmallBook.GOOD_CASES + SmallBook.GOOD_CASES.replace("010", "020");
        assertThat(SmallBook.load(GOOD.strip() + " " + second.strip(), cases).rules())
                .hasSize(2);
    }

    @Test
    void message_withFieldsOfBothFacts_isRendered() throws BookException {
        String drl = rule(
                "\"MEM-010 needs more\"",
                "@message( \"{Fit.device}: {worker} has {residentBytes}.\" ) @since( \"12.34\" )",
                "$fit : Fit( residentBytes > capacityBytes )\n    Worker()",
                "offer( \"MEM-010\" )");
        String cases = SmallBook.GOOD_CASES.replace("Fit:", "Worker: {worker: w}\n      Fit:");
        RuleBook book = SmallBook.load(drl, cases);
        assertThat(Sentence.render(
                        book.rules().get(0),
                        List.of(
                                book.cases().get(0).facts().get(1),
                                book.cases().get(0).facts().get(0))))
                .isEqualTo("unknown: w has 2 bytes.");
        assertThat(book.rules().get(0).since()).isEqualTo("12.34");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void caseFile_withOtherLineEnds_loads(String lineEnd) throws BookException {
        String cases = ("# cases\n" + SmallBook.GOOD_CASES + "  unknown: []\n").replace("\n", lineEnd);
        assertThat(SmallBook.load(GOOD, cases).cases())
                .extracting(RuleCase::line)
                .containsExactly(4, 7);
    }

    @Test
    void caseFile_withTargetsAndNulls_loads() throws BookException {
        String cases = SmallBook.GOOD_CASES.replace(
                "{residentBytes: 2,", "{target: 3, rung: 1, device: null, residentBytes: 2,");
        assertThat(SmallBook.load(GOOD, cases).cases().get(0).facts().get(0).target())
                .isEqualTo(3);
    }

    @Test
    void book_ofNoFiles_isEmpty() throws BookException {
        assertThat(BookLoader.load(Map.of()).rules()).isEmpty();
    }

    @Test
    void hash_changesWithAnyCharacter() throws BookException {
        assertThat(SmallBook.load(GOOD).hash())
                .isEqualTo(SmallBook.load(GOOD).hash())
                .isNotEqualTo(SmallBook.load(GOOD + " ").hash())
                .isNotEqualTo(SmallBook.load(GOOD, SmallBook.GOOD_CASES + "\n").hash());
    }
}

package dev.waggle.rules.drools;

import static dev.waggle.rules.drools.SmallBook.CASES;
import static dev.waggle.rules.drools.SmallBook.DRL;
import static dev.waggle.rules.drools.SmallBook.GOOD_CASES;
import static dev.waggle.rules.drools.SmallBook.PATTERN;
import static dev.waggle.rules.drools.SmallBook.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an author is told about each mistake: the file, the line, what stands there, what could, and what was meant. */
class RuleErrorsTest {
    private static final String NAME = "\"MEM-010 needs more\"";
    private static final String SINCE = " @since( \"1.0\" )";
    private static final String NOTES = "@message( \"Needs.\" )" + SINCE;
    private static final String BLOCK = "block( \"MEM-010\" )";
    private static final String GOOD = rule(PATTERN);

    /** A mistake, and its one error: place, what it says was found, and part of what it says is allowed. */
    record Mistake(String drl, String cases, String place, String found, String allowed) {
        @Override
        public String toString() {
            return found;
        }
    }

    static List<Mistake> rules() {
        return List.of(
                when("Fitt( residentBytes > 1 )", "the fact 'Fitt'", "(did you mean 'Fit'?)"),
                when("fit( residentBytes > 1 )", "the fact 'fit'", "(did you mean 'Fit'?)"),
                when("Gpu( residentBytes > 1 )", "the fact 'Gpu'", "ContextLimit, Device, Fit, Machine,"),
                when("Fit( residntBytes > 1 )", "the field 'residntBytes' of Fit", "(did you mean 'residentBytes'?)"),
                when("Fit( residentBytes > capcityBytes )", "the field 'capcityBytes' of Fit", "mean 'capacityBytes'?"),
                when("Fit( $x : residntBytes )", "the field 'residntBytes' of Fit", "(did you mean 'residentBytes'?)"),
                when("$f : Fit() Fit( leftBytes > $f.freBytes )", "the field 'freBytes' of Fit", "mean 'freeBytes'?"),
                when("Fit( target == 1 )", "the field 'target' of Fit", "capacityBytes"),
                when("Fit( rung == 1 )", "the field 'rung' of Fit", "capacityBytes"),
                when("Fit( residentBytes > \"1\" )", "which compares WHOLE with TEXT", "two numbers of one kind"),
                when("Fit( placement == 1 )", "which compares TEXT with WHOLE", "two numbers of one kind"),
                when("Fit( placement > \"a\" )", "which compares TEXT with TEXT", "two numbers of one kind"),
                when("Fit( placement == residentBytes )", "which compares TEXT with WHOLE", "two texts"),
                when("Fit( residentBytes > 1.5 )", "which compares WHOLE with REAL", "numbers of one kind"),
                when("Settings( sequences == 1.0 )", "which compares WHOLE with REAL", "numbers of one kind"),
                when(
                        "Device( driverNumber > computeCapability )",
                        "which compares WHOLE with REAL",
                        "numbers of one kind"),
                when(
                        "Device( computeCapability > driverNumber )",
                        "which compares REAL with WHOLE",
                        "numbers of one kind"),
                when(
                        "$n : NeededCapability() Device( driverNumber == $n.minimumComputeCapability )",
                        "which compares WHOLE with REAL",
                        "numbers of one kind"),
                when("Fit( residentBytes == true )", "which compares WHOLE with TRUTH", "two numbers of one kind"),
                when("Variant( gated > true )", "which compares TRUTH with TRUTH", "two numbers of one kind"),
                when("Variant( gated == \"true\" )", "which compares TRUTH with TEXT", "two texts"),
                when("Worker( formats > 1 )", "which compares TEXTS with WHOLE", "a text and a set"),
                when("Worker( formats == \"gguf\" )", "which compares TEXTS with TEXT", "a text and a set"),
                when("Worker( formats == pairs )", "which compares TEXTS with TEXTS", "a text and a set"),
                when("Worker( formats contains 1 )", "which compares TEXTS with WHOLE", "a text and a set"),
                when("Worker( formats contains pairs )", "which compares TEXTS with TEXTS", "a text and a set"),
                when("Worker( backend contains \"cuda\" )", "which compares TEXT with TEXT", "a text and a set"),
                when("Worker( backend memberOf \"cuda\" )", "which compares TEXT with TEXT", "a text and a set"),
                when("Worker( formats memberOf pairs )", "which compares TEXTS with TEXTS", "a text and a set"),
                when("$f : Fit() Worker( backend == $f.leftBytes )", "which compares TEXT with WHOLE", "two texts"),
                when("Worker( backend memberof formats )", "'memberof'", "not contains, not memberOf"),
                when("Worker( backend memberof formats )", "where an operator should be", "(did you mean 'memberOf'?)"),
                when("Worker( formats contain \"x\" )", "where an operator should be", "(did you mean 'contains'?)"),
                when(
                        "Worker( formats not contain \"x\" )",
                        "where an operator should be",
                        "(did you mean 'not contains'?)"),
                when("Fit( residentBytes => 1 )", "'=> 1' in a constraint", "field operator value"),
                when("Fit( residentBytes is 1 )", "'is' where an operator should be", "!=, <, <=, =="),
                when("Fit( residentBytes > 1 1 )", "'1' behind a complete constraint", "field operator value"),
                when("Fit( residentBytes > )", "the constraint ends where a value should be", "field operator value"),
                when("Fit( residentBytes > 9223372036854775808 )", "9223372036854775808 is too large", "up to 2⁶³−1"),
                when("Fit( residentBytes > 9007199254740993.5 )", "9007199254740993.5 is too large", "2⁵³"),
                when("Fit( residentBytes > 1 ) Worker( backend == $f.x )", "'$f', which the first pattern", ""),
                when("$f : Fit() Worker( backend == $g.device )", "'$g', which the first pattern", "mean '$f'?"),
                when("$fit : Fit() Worker( backend == $fitt.device )", "'$fitt'", "(did you mean '$fit'?)"),
                when("Worker( backend == $w.backend )", "'$w', which the first pattern does not bind", ""),
                when("$w : Worker( backend == $w.engine )", "'$w', which the first pattern does not bind", ""),
                when("$f : Fit() Worker( backend == $f )", "'$f' used as what it isn't", "$fact.field"),
                when("Fit( $d : device ) Worker( backend == $d.x )", "'$d' used as what it isn't", "bound $field"),
                when("$f : Fit() $f : Worker()", "the binding '$f' again", "each name once"),
                when("f : Fit()", "the binding 'f'", "$ and a name in camel case"),
                when("$F : Fit()", "the binding '$F'", "$ and a name in camel case"),
                mistake(rule(PATTERN + " Worker() Machine()"), 1, "3 patterns", "1 or 2"),
                mistake(rule(""), 1, "0 patterns", "1 or 2"),
                without("@since( \"1.0\" )", "no @message", "@message( \"…\" )"),
                without("@message( \"Needs.\" )", "no @since", "@since( \"…\" )"),
                notes("@message( \"\" )" + SINCE, "an empty @message", "text in double quotes"),
                notes("@message( \" \" )" + SINCE, "an empty @message", "text in double quotes"),
                notes("@message( Needs )" + SINCE, "an empty @message", "text in double quotes"),
                notes("@message( \"Needs.\" ) @since( \"\" )", "an empty @since", "text in double quotes"),
                notes("@message( \"Needs.\" ) @since( \"one\" )", "@since \"one\"", "such as \"1.0\""),
                notes("@message( \"x\" ) @message( \"y\" )" + SINCE, "@message again", "each once"),
                notes(
                        "@message( \"Has {residntBytes}.\" )" + SINCE,
                        "'{residntBytes}' in the message",
                        "'residentBytes'?"),
                notes(
                        "@message( \"Has {Fit.residntBytes}.\" )" + SINCE,
                        "'{Fit.residntBytes}'",
                        "mean 'residentBytes'?"),
                notes(
                        "@message( \"Has {Worker.residentBytes}.\" )" + SINCE,
                        "'{Worker.residentBytes}'",
                        "residentBytes"),
                notes("@message( \"Has {}.\" )" + SINCE, "a lone brace in the message", "{field}"),
                notes("@message( \"Has {device.\" )" + SINCE, "a lone brace in the message", "{field}"),
                notes("@message( \"Has device}.\" )" + SINCE, "a lone brace in the message", "{field}"),
                notes("@message( \"Has {{device}}.\" )" + SINCE, "a lone brace in the message", "{field}"),
                notes("@message( \"Has {Fit.device.x}.\" )" + SINCE, "a lone brace in the message", "{field}"),
                notes("@message( \"Has {.}.\" )" + SINCE, "a lone brace in the message", "{field}"),
                notes("@message( \"Has { device }.\" )" + SINCE, "a lone brace in the message", "{field}"),
                named("\"MEM-010 it\"", "the name 'MEM-010 it'", "a title of 3 to 81 characters"),
                named("\"MEM-010\"", "the name 'MEM-010'", "an id and a title"),
                named("\"mem-010 needs more\"", "the name 'mem-010 needs more'", "such as \"MEM-010"),
                named("\"MEM-10 needs more\"", "the name 'MEM-10 needs more'", "such as \"MEM-010"),
                named("\"MEMO-010 needs more\"", "the name 'MEMO-010 needs more'", "such as \"MEM-010"),
                named("\"needs more\"", "the name 'needs more'", "such as \"MEM-010"),
                named("\"MEM-010  needs more\"", "the name 'MEM-010 needs more'", "such as \"MEM-010"),
                named("\"MEM-010 " + "n".repeat(82) + "\"", "the name 'MEM-010 nnn", "3 to 81 characters"),
                then("block( \"MEM-020\" )", "the consequence 'findings.block( \"MEM-020\" );'", "\"MEM-010\""),
                then(
                        "refuse( \"MEM-010\" )",
                        "the consequence 'findings.refuse(",
                        "block( \"MEM-010\" ); or warn, note"),
                then("block()", "the consequence 'findings.block();'", "exactly findings.block( \"MEM-010\" );"),
                new Mistake(GOOD.replace(";", ""), GOOD_CASES, DRL + ":5", "the consequence", "\"MEM-010\" );"));
    }

    static List<Mistake> cases() {
        return List.of(
                cases(
                        "  hits:\n    - case: too large\n      Fit: {residentBytes: 2, capacityBytes: 1}\n",
                        "",
                        DRL + ":1",
                        "no case under hits",
                        "at least one hit and one near-miss"),
                cases(
                        "  misses:\n    - case: fits\n      Fit: {residentBytes: 1, capacityBytes: 2}\n",
                        "",
                        DRL + ":1",
                        "no case under misses",
                        "at least one hit and one near-miss"),
                cases("Fit: {residentBytes: 2", "Fitt: {residentBytes: 2", 4, "the fact 'Fitt'", "mean 'Fit'?"),
                cases(
                        "residentBytes: 2",
                        "residntBytes: 2",
                        4,
                        "the field 'residntBytes' of Fit",
                        "mean 'residentBytes'?"),
                cases("residentBytes: 2", "residentBytes: two", 4, "residentBytes: \"two\"", "a whole number"),
                cases("residentBytes: 2", "residentBytes: \"2\"", 4, "residentBytes: \"2\"", "a whole number"),
                cases("residentBytes: 2", "residentBytes: 2.5", 4, "residentBytes: 2.5", "a whole number"),
                cases("residentBytes: 2", "residentBytes: [2]", 4, "residentBytes: [2]", "a whole number"),
                cases("residentBytes: 2", "residentBytes: true", 4, "residentBytes: true", "a whole number"),
                cases(
                        "residentBytes: 2",
                        "residentBytes: 9223372036854775808",
                        4,
                        "9223372036854775808",
                        "a whole number"),
                cases("residentBytes: 2", "residentBytes: 2, device: 5", 4, "device: 5", "text (in quotes"),
                cases("residentBytes: 2", "residentBytes: 2, device: [a]", 4, "device: [\"a\"]", "text (in quotes"),
                cases("residentBytes: 2", "residentBytes: 2, target: x", 4, "target: \"x\"", "a whole number"),
                cases("residentBytes: 2", "residentBytes: 2, target: 99999999999", 4, "99999999999", "not as large"),
                cases(
                        "Fit: {residentBytes: 2, capacityBytes: 1}",
                        "Worker: {rung: 1}",
                        4,
                        "the field 'rung' of Worker",
                        "backend"),
                cases(
                        "Fit: {residentBytes: 2, capacityBytes: 1}",
                        "Worker: {formats: gguf}",
                        4,
                        "formats: \"gguf\"",
                        "a list"),
                cases(
                        "Fit: {residentBytes: 2, capacityBytes: 1}",
                        "Worker: {formats: [1]}",
                        4,
                        "formats: [1]",
                        "a list of"),
                cases(
                        "Fit: {residentBytes: 2, capacityBytes: 1}",
                        "Variant: {gated: \"yes\"}",
                        4,
                        "gated: \"yes\"",
                        "true or"),
                cases(
                        "Fit: {residentBytes: 2, capacityBytes: 1}",
                        "Variant: {gated: yes}",
                        4,
                        "gated: \"yes\"",
                        "true or"),
                cases(
                        "Fit: {residentBytes: 2, capacityBytes: 1}",
                        "Device: {computeCapability: \"8.9\"}",
                        4,
                        "computeCapability: \"8.9\"",
                        "a number"),
                cases(
                        "Fit: {residentBytes: 2, capacityBytes: 1}",
                        "Fit:\n        - {residentBytes: 2}\n        - {device: gpu0,\n           residentByte: 1}",
                        7,
                        "the field 'residentByte' of Fit",
                        "(did you mean 'residentBytes'?)"),
                cases("Fit: {residentBytes: 2, capacityBytes: 1}", "", 3, "a case without facts", "at least one fact"),
                cases("- case: too large\n      Fit", "- Fit", 3, "a case without 'case'", "a few words"),
                cases("case: too large", "case: \"\"", 3, "a case without 'case'", "a few words"),
                cases("  hits:", "  hit:", 2, "'hit'", "(did you mean 'hits'?)"),
                cases("  hits:", "  unknowns: []\n  hits:", 2, "'unknowns'", "(did you mean 'unknown'?)"),
                cases("  hits:", "  unknown: {}\n  hits:", 2, "'unknown' that is no list", "- case: …"),
                cases("  hits:", "  unknown:\n  hits:", 2, "'unknown' that is no list", "- case: …"),
                cases(
                        "MEM-010:",
                        "MEM-020: {unknown: [{case: c, Fit: {}}]}\nMEM-010:",
                        1,
                        "cases of a rule that does",
                        "'MEM-010'?"),
                cases("MEM-010:", "MEM-020:\nMEM-010:", 1, "'MEM-020' without lists of cases", "hits, misses and"),
                new Mistake(
                        GOOD, GOOD_CASES + GOOD_CASES, CASES + ":8", "not YAML: Duplicate field 'MEM-010'", "rule ids"),
                new Mistake(GOOD, GOOD_CASES + "   - x\n", CASES + ":8", "not YAML: ", "rule ids"),
                new Mistake(GOOD, "", CASES + ":1", "no cases", "rule ids, each with hits and misses"),
                new Mistake(GOOD, "{}", CASES + ":1", "no cases", "rule ids, each with hits and misses"),
                new Mistake(GOOD, "[]", CASES + ":1", "no mapping", "rule ids, each with hits, misses"),
                new Mistake("", GOOD_CASES, DRL + ":1", "no rules", "rule \"ID title\""),
                new Mistake("// none\n", GOOD_CASES, DRL + ":1", "no rules", "rule \"ID title\""));
    }

    private static Mistake mistake(String drl, int line, String found, String allowed) {
        return new Mistake(drl, GOOD_CASES, DRL + ":" + line, found, allowed);
    }

    private static Mistake when(String patterns, String found, String allowed) {
        return mistake(rule(patterns), 4, found, allowed);
    }

    private static Mistake notes(String notes, String found, String allowed) {
        return mistake(rule(NAME, notes, PATTERN, BLOCK), 2, found, allowed);
    }

    private static Mistake without(String notes, String found, String allowed) {
        return mistake(rule(NAME, notes, PATTERN, BLOCK), 1, found, allowed);
    }

    private static Mistake named(String name, String found, String allowed) {
        return mistake(rule(name, NOTES, PATTERN, BLOCK), 1, found, allowed);
    }

    private static Mistake then(String finding, String found, String allowed) {
        return mistake(rule(NAME, NOTES, PATTERN, finding), 5, found, allowed);
    }

    private static Mistake cases(String before, String after, int line, String found, String allowed) {
        return cases(before, after, CASES + ":" + line, found, allowed);
    }

    private static Mistake cases(String before, String after, String place, String found, String allowed) {
        assertThat(GOOD_CASES).contains(before);
        return new Mistake(GOOD, GOOD_CASES.replace(before, after), place, found, allowed);
    }

    @ParameterizedTest
    @MethodSource({"rules", "cases"})
    void mistake_hasItsOwnError(Mistake mistake) {
        assertThat(SmallBook.errors(mistake.drl(), mistake.cases())).anySatisfy(error -> {
            assertThat(error.file() + ":" + error.line()).isEqualTo(mistake.place());
            assertThat(error.found()).contains(mistake.found());
            assertThat(error.message()).contains(mistake.allowed());
            assertThat(error.toString()).startsWith(mistake.place() + ":");
        });
    }

    @Test
    void mistakes_ofOneRule_areAllNamedWithItsId() {
        String drl = rule(NAME, "@message( \"{x}\" )", "Fit( a > 1, b > 1 )", "block( \"X\" )");
        List<RuleError> errors = SmallBook.errors(drl, GOOD_CASES);
        assertThat(errors)
                .hasSize(5)
                .allSatisfy(error -> assertThat(error.rule()).isEqualTo("MEM-010"));
        assertThat(errors).extracting(RuleError::line).isSorted();
    }

    @Test
    void constraint_onALineOfItsOwn_isNamedWithIt() {
        String drl = rule("Fit( residentBytes > 1,\n        capacityBytes > 1,\n        leftByte > 1 )");
        assertThat(SmallBook.errors(drl, GOOD_CASES))
                .extracting(RuleError::line)
                .containsExactly(6);
    }

    @Test
    void line_afterComments_isStillRight() {
        String drl = "/* one\n two\r\n three */ // \"four\n" + rule("Fit( /* \n */ leftByte > 1 )");
        assertThat(SmallBook.errors(drl, GOOD_CASES))
                .extracting(RuleError::line)
                .containsExactly(8);
    }

    @Test
    void line_afterComments_isRightForWhatIsNoConstraint() {
        String drl = "/* one\n two\r\n three */ // \"four\n" + rule("Fit( /* \n */ leftBytes is 1 )");
        assertThat(SmallBook.errors(drl, GOOD_CASES))
                .extracting(RuleError::line)
                .containsExactly(8);
    }

    @Test
    void id_twiceInAFile_isRefused() {
        assertThat(SmallBook.errors(GOOD + GOOD, GOOD_CASES))
                .singleElement()
                .hasToString(
                        "memory/memory.drl:8: MEM-010: the id again; allowed: each id once; it stands in memory/memory.drl:1.");
    }

    @Test
    void letters_ofAnotherConcern_areRefused() {
        Map<String, String> files = Map.of(
                DRL,
                GOOD,
                CASES,
                GOOD_CASES,
                "platform/platform.drl",
                GOOD.replace("010", "020"),
                "platform/platform.cases.yaml",
                GOOD_CASES.replace("010", "020"));
        assertThat(SmallBook.errors(files)).singleElement().satisfies(error -> {
            assertThat(error.file()).isEqualTo("platform/platform.drl");
            assertThat(error.line()).isEqualTo(1);
            assertThat(error.found()).isEqualTo("the letters MEM in the concern platform");
            assertThat(error.allowed()).endsWith("these are of memory");
        });
    }

    @Test
    void file_ofAnotherName_isRefused() {
        Map<String, String> files = Map.of(DRL, GOOD, CASES, GOOD_CASES, "memory/more.drl", GOOD.replace("010", "020"));
        assertThat(SmallBook.errors(files))
                .extracting(RuleError::toString)
                .contains(
                        "memory/more.drl: a file of another name; allowed: CONCERN/CONCERN.drl, CONCERN/CONCERN.cases.yaml and retired.yaml.");
    }

    @Test
    void folder_withFilesThatAreNoText_isRefused(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("memory/deep/deeper"));
        Files.write(folder.resolve(DRL), new byte[] {'r', (byte) 0xE9, '\n'});
        Files.write(folder.resolve(CASES), new byte[300_000]);
        Files.createDirectory(folder.resolve("memory/folder.drl"));
        assertThatThrownBy(() -> BookFolder.read(folder))
                .isInstanceOf(BookException.class)
                .hasMessageContaining("memory/memory.drl: text that is not UTF-8; allowed: UTF-8.")
                .hasMessageContaining("memory/memory.cases.yaml: a file of 300000 bytes; allowed: 262144 at most.")
                .hasMessageContaining("memory/folder.drl: something that is no file");
    }

    @Test
    void folder_withARuleFileTooDeep_isRefused(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("memory/deeper"));
        Files.writeString(folder.resolve("memory/deeper/memory.drl"), GOOD);
        assertThatThrownBy(() -> BookFolder.read(folder))
                .isInstanceOf(BookException.class)
                .hasMessageContaining("memory/deeper/memory.drl: a file of another name");
    }

    @Test
    void folder_withTooManyFiles_isRefusedInsteadOfCutOff(@TempDir Path folder) throws IOException {
        for (int i = 0; i <= 200; i++) Files.writeString(folder.resolve("r" + i + ".drl"), GOOD);
        assertThatThrownBy(() -> BookFolder.read(folder))
                .isInstanceOf(BookException.class)
                .hasMessageContaining("more than 200 files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"book", "catalog"})
    void concern_ofANameWithAMeaningOfItsOwn_isRefused(String concern) {
        Map<String, String> files =
                Map.of(concern + "/" + concern + ".drl", GOOD, concern + "/" + concern + ".cases.yaml", GOOD_CASES);
        assertThat(SmallBook.errors(files))
                .hasSize(2)
                .allSatisfy(error -> assertThat(error.found()).isEqualTo("a concern named " + concern));
    }
}

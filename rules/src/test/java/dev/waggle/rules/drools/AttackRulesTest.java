package dev.waggle.rules.drools;

import static dev.waggle.rules.drools.SmallBook.PATTERN;
import static dev.waggle.rules.drools.SmallBook.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.waggle.rules.book.RuleError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.compiler.kie.builder.impl.DrlProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kie.api.KieServices;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.ReleaseId;

/**
 * Rule files that try to run code, to hang the reader or to look like what they are not. Loading is parsing and checking
 * only: a refusal means that no compiler saw the file.
 */
class AttackRulesTest {
    private static final String PROPERTY = "waggle.test.attacked";
    private static final String CODE = "System.setProperty(\"" + PROPERTY + "\", \"1\")";
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final String NAME = "\"MEM-010 needs more\"";
    private static final String NOTES = "@message( \"Needs.\" ) @since( \"1.0\" )";
    private static final String BLOCK = "block( \"MEM-010\" )";
    private static final String GOOD = rule(PATTERN);

    /** A file, and a line that the refusal must name; 0 where the whole file is at fault. */
    record Attack(String name, int line, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Attack> attacks() {
        List<Attack> all = new ArrayList<>();
        all.addAll(consequences());
        all.addAll(patterns());
        all.addAll(constraints());
        all.addAll(aroundRules());
        all.addAll(annotationsAndAttributes());
        all.addAll(texts());
        all.addAll(sizes());
        all.addAll(nonsense());
        return all;
    }

    /** Rules that are well formed and would judge nothing, or everything. */
    private static List<Attack> nonsense() {
        return List.of(
                when("a constant outside its words", "Variant( format == \"ggfu\" )"),
                when("a constant of another vocabulary", "Worker( backend == \"nvidia\" )"),
                when("a number compared with a name", "Fit( residentBytes > \"capacityBytes\" )"),
                when("a name compared with a number", "Fit( device == 0 )"),
                when("a rule that can never fire", "Fit( residentBytes > 5, residentBytes < 3 )"),
                when("a rule that excludes every word", "Variant( format != \"gguf\", format != \"safetensors\" )"),
                when("a field compared with itself", "Fit( residentBytes >= residentBytes )"),
                when("less than nothing", "Fit( capacityBytes < 0 )"),
                new Attack("a block of everything", 1, rule("Fit()")),
                new Attack("a block of every worker", 1, rule("Worker()")),
                new Attack("a block by what always holds", 1, rule("Fit( capacityBytes >= 0 )")),
                new Attack("the same name twice", 8, GOOD + GOOD),
                new Attack("the same id under another title", 8, GOOD + GOOD.replace("needs more", "needs less")));
    }

    private static List<Attack> consequences() {
        return List.of(
                then("code as the consequence", CODE + ";"),
                then("code behind the finding", "findings.block( \"MEM-010\" ); " + CODE + ";"),
                then("code before the finding", CODE + "; findings.block( \"MEM-010\" );"),
                then("code as an argument", "findings.block( " + CODE + " );"),
                then("a second argument", "findings.block( \"MEM-010\", drools );"),
                then("an expression as the id", "findings.block( \"MEM\" + \"-010\" );"),
                then("another id", "findings.block( \"MEM-011\" );"),
                then("a variable as the id", "findings.block( $id );"),
                then("the class loader", "findings.getClass().getClassLoader().loadClass( \"x\" );"),
                then("the rule engine", "drools.getKieRuntime().getKieBase();"),
                then("a code block", "{ findings.block( \"MEM-010\" ); }"),
                then("an endless loop", "while( true ) { } findings.block( \"MEM-010\" );"),
                then("an endless loop without braces", "for( ; ; ) ; findings.block( \"MEM-010\" );"),
                then("insert", "insert( new Object() ); findings.block( \"MEM-010\" );"),
                then("modify", "modify( $f ) { setResidentBytes( 1 ) }"),
                then("retract", "retract( $f ); findings.block( \"MEM-010\" );"),
                then("a unicode escape", "Sys\\u0074em.exit( 1 );"),
                then("two findings", "findings.block( \"MEM-010\" ); findings.warn( \"MEM-010\" );"),
                then("no finding", ""),
                then("another method of findings", "findings.hit( \"MEM-010\" );"),
                then("another object", "other.block( \"MEM-010\" );"),
                new Attack("two consequences", 7, GOOD.replace("end\n", "then[more]\n    " + CODE + ";\nend\n")),
                new Attack(
                        "a named consequence",
                        4,
                        rule(PATTERN + " do[more]")
                                .replace("end\n", "then[more]\n    findings.block( \"X\" );\nend\n")),
                new Attack("a branch", 4, rule(PATTERN + " if( residentBytes > 1 ) do[more]")));
    }

    private static List<Attack> patterns() {
        return List.of(
                when("eval", PATTERN + " eval( " + CODE + " == null )"),
                when("eval without a call", PATTERN + " eval( true )"),
                when("from", "$o : Worker() from " + CODE),
                when("from a field", "$m : Machine() Worker() from $m"),
                when("from a collection", "$s : Object() from java.util.List.of( " + CODE + " )"),
                when("an entry point", "Fit( residentBytes > 1 ) from entry-point \"door\""),
                when("accumulate", "accumulate( Fit( $b : residentBytes ); $n : sum( $b ) )"),
                when(
                        "accumulate with code",
                        "Number() from accumulate( Fit(), init( " + CODE + "; ), action( ), result( 1 ) )"),
                when("collect", "java.util.List() from collect( Fit() )"),
                when("exists", "exists Fit( residentBytes > 1 )"),
                when("not", "not Fit( residentBytes > 1 )"),
                when("forall", "forall( Fit( residentBytes > 1 ) )"),
                when("or", PATTERN + " or Worker()"),
                when("||", PATTERN + " || Worker()"),
                when("and", PATTERN + " and Worker()"),
                when("&&", PATTERN + " && Worker()"),
                when("patterns in parentheses", "( Fit( residentBytes > 1 ) )"),
                when("a window", "Fit( residentBytes > 1 ) over window:length( 1 )"),
                when("backward chaining", "?fits( 1 )"),
                when("backward chaining with a position", "?fits( 1; )"),
                when("OOPath", "/fits[ residentBytes > 1 ]"),
                when("OOPath with a binding", "$f : /fits[ residentBytes > 1 ]"),
                when("unification", "$f := Fit( residentBytes > 1 )"),
                when("positional constraints", "Fit( 1, 2; )"),
                when("a constraint made positional", "Fit( residentBytes > capacityBytes; )"),
                when("an annotation that watches", "Fit( residentBytes > 1 ) @watch( residentBytes )"),
                when("any object", "Object()"),
                when("a class of the JDK", "java.lang.Runtime()"),
                when("a class of the program", "dev.waggle.rules.drools.Findings()"),
                when("a fact by its class", "dev.waggle.rules.facts.Fit( residentBytes > 1 )"),
                when("a generic fact", "Fit<String>( residentBytes > 1 )"),
                when("an array of facts", "Fit[]( residentBytes > 1 )"));
    }

    private static List<Attack> constraints() {
        List<Attack> attacks = new ArrayList<>();
        for (String constraint : List.of(
                CODE + " == null",
                "$x : " + CODE,
                "$x : residentBytes > 1",
                "placement.getClass().getName() != \"\"",
                "placement.length > 1",
                "this != null",
                "this.residentBytes > 1",
                "residentBytes > Long.MAX_VALUE",
                "residentBytes > java.lang.Long.MAX_VALUE",
                "residentBytes > (long) capacityBytes",
                "placement#String.length > 1",
                "placement!.length > 1",
                "placement matches \"(a+)+$\"",
                "placement not matches \"(a+)+$\"",
                "placement soundslike \"host\"",
                "placement str[startsWith] \"h\"",
                "placement str startsWith \"h\"",
                "placement in ( \"host\", \"x\" )",
                "placement == \"ho\\u0073t\"",
                "placement == \"ho\" + \"st\"",
                "placement == 'host'",
                "placement == `host`",
                "residentBytes > 1 ? true : false",
                "residentBytes + 1 > capacityBytes",
                "residentBytes - 1 > capacityBytes",
                "residentBytes -1 > capacityBytes",
                "residentBytes * 2 > capacityBytes",
                "residentBytes > 1 && residentBytes < 5",
                "residentBytes > 1 || residentBytes < 5",
                "residentBytes > 1 or residentBytes < 5",
                "residentBytes > 1 and residentBytes < 5",
                "residentBytes > 1 || < 5",
                "( residentBytes > 1 )",
                "!( residentBytes > 1 )",
                "not residentBytes > 1",
                "residentBytes > 1L",
                "residentBytes > 0x10",
                "residentBytes > 1e5",
                "residentBytes > +1",
                "residentBytes = 5",
                "residentBytes == null",
                "1 < residentBytes",
                "residentBytes",
                "true",
                "new Object() != null",
                "$other.residentBytes > 1",
                "placement[0] == \"h\"",
                "residentBytes ~ 1",
                "residentBytes instanceof Long",
                "residentBytes > 1; residentBytes > 2",
                "residentBytes > 99999999999999999999999",
                "residentBytes > 1" + "0".repeat(310) + ".0",
                "re\u0455identBytes > 1",
                "residentBytes\u3000> 1"))
            attacks.add(when("the constraint " + constraint, "Fit( " + constraint + " )"));
        return attacks;
    }

    private static List<Attack> aroundRules() {
        return List.of(
                around("declare with a default", 2, "declare Z\n    a : String = " + CODE + "\nend\n"),
                around("declare without code", 1, "declare Z\n    a : String\nend\n"),
                around("declare that extends", 1, "declare Z extends Fit\nend\n"),
                around("declare an enum", 1, "declare enum Z\n    A, B;\n    x : int\nend\n"),
                around("declare an entry point", 1, "declare entry-point \"door\"\nend\n"),
                around("declare a window", 1, "declare window W\n    Fit() over window:length( 1 )\nend\n"),
                around("a function", 1, "function int f() { return 1; }\n"),
                around("import", 1, "import java.lang.Runtime;\n"),
                around("import all", 1, "import java.lang.*;\n"),
                around("import static", 1, "import static java.lang.System.setProperty;\n"),
                around("import function", 1, "import function java.lang.System.setProperty;\n"),
                around("import accumulate", 1, "import accumulate dev.Evil evil;\n"),
                around("a global", 1, "global java.lang.Runtime findings;\n"),
                around("a package", 1, "package waggle.book;\n"),
                around("a unit", 1, "unit Evil;\n"),
                around("an attribute for all", 1, "dialect \"java\"\n"),
                around("a query", 1, "query \"fits\"\n    Fit()\nend\n"),
                around("a query with arguments", 1, "query fits( long b )\n    Fit( residentBytes == b )\nend\n"),
                around("an expander", 1, "expander evil.dsl\n"),
                new Attack("rubbish at the end", 9, GOOD + "rubbish\n"),
                new Attack("a brace at the end", 8, GOOD + "}\n"));
    }

    private static List<Attack> annotationsAndAttributes() {
        List<Attack> attacks = new ArrayList<>();
        for (String attribute : List.of(
                "salience 5",
                "salience ( " + CODE + " == null ? 1 : 2 )",
                "salience ( x )",
                "enabled false",
                "enabled ( " + CODE + " == null )",
                "timer ( int: 1s )",
                "timer ( expr: x )",
                "timer ( cron: * * * * * ? )",
                "dialect \"mvel\"",
                "no-loop true",
                "lock-on-active true",
                "agenda-group \"x\"",
                "activation-group \"x\"",
                "ruleflow-group \"x\"",
                "auto-focus true",
                "date-effective \"1-Jan-2020\"",
                "duration 100",
                "calendars \"x\"",
                "refract true")) attacks.add(new Attack("the attribute " + attribute, 3, attribute(attribute)));
        attacks.add(new Attack("extends", 1, rule(NAME + " extends \"MEM-000 other\"", NOTES, PATTERN, BLOCK)));
        for (String notes : List.of(
                "@message( " + CODE + " ) @since( \"1.0\" )",
                "@message( \"a\" + \"b\" ) @since( \"1.0\" )",
                "@message( value = \"a\", more = \"b\" ) @since( \"1.0\" )",
                "@message( {\"a\", \"b\"} ) @since( \"1.0\" )",
                "@message( Needs ) @since( \"1.0\" )",
                "@message( \"Needs.\" ) @message( \"Needs.\" ) @since( \"1.0\" )",
                "@message( @message( \"x\" ) ) @since( \"1.0\" )",
                "@message( \"Needs.\" ) @since( " + CODE + " )",
                "@message( \"Needs.\" ) @since( 1.0 )",
                "@message( \"Needs.\" ) @since( \"1.0; x\" )",
                "@message( \"Needs.\" ) @since",
                "@message( \"Needs.\" ) @since( \"1.0\" ) @watch( x )",
                "@message( \"Needs.\" ) @since( \"1.0\" ) @PropertyReactive",
                "@dev.waggle.message( \"Needs.\" ) @since( \"1.0\" )",
                "@message( \"Needs.\" ) @since( \"1.0\" ) @Expires( 1s )"))
            attacks.add(new Attack("the annotations " + notes, 0, rule(NAME, notes, PATTERN, BLOCK)));
        return attacks;
    }

    private static List<Attack> texts() {
        return List.of(
                new Attack("text from right to left", 4, rule("Fit( placement == \"\u202Etsoh\" )")),
                new Attack("text from right to left in a comment", 4, rule("// \u202E\n    " + PATTERN)),
                new Attack("an isolate", 2, GOOD.replace("Needs", "\u2066Needs")),
                new Attack("a zero-width space", 4, rule("Fit( residentBytes\u200B > 1 )")),
                new Attack("NUL", 4, rule("Fit( placement == \"\0\" )")),
                new Attack("NUL at the end", 8, GOOD + "\0"),
                new Attack("escape", 2, GOOD.replace("Needs", "\u001B[31mNeeds")),
                new Attack("a byte order mark at the start", 1, "\uFEFF" + GOOD),
                new Attack("a byte order mark inside", 4, rule("Fit( placement == \"\uFEFF\" )")),
                new Attack("half a surrogate pair", 2, GOOD.replace("Needs", "\uD83D")),
                new Attack("an invisible tag", 2, GOOD.replace("Needs", Character.toString(0xE0041))),
                new Attack("a line separator", 4, rule("Fit( placement == \"a\u2028b\" )")),
                new Attack("a carriage return that hides a line", 4, rule("// \r " + PATTERN)),
                new Attack("a next line sign", 4, rule("//\u0085 " + PATTERN)),
                new Attack("a comment hides the pattern", 1, rule("/* " + PATTERN + " */")),
                new Attack("a comment hides the finding", 5, GOOD.replace("findings", "// findings")),
                new Attack("a comment that never ends", 8, GOOD + "/* and more\n"),
                new Attack("a comment that seems to end at once", 4, rule("/*/ " + PATTERN)),
                new Attack("a comment that ends twice", 4, rule("/* a /* b */ c */ " + PATTERN)),
                new Attack(
                        "a comment sign inside text hides code",
                        5,
                        thenText("findings.block( \"MEM-010//\" ); " + CODE + ";")),
                new Attack(
                        "text that ends the rule", 5, thenText("findings.block( \"MEM-010\" ); String s = \"end\";")),
                new Attack("text over two lines", 2, GOOD.replace("Needs.", "Needs\nmore.")),
                new Attack("text that never ends", 7, GOOD.stripTrailing() + " \""),
                new Attack("a comment with a hash", 4, rule("# comment\n    " + PATTERN)),
                new Attack("the middle of a rule", 1, "rule \"MEM-010 needs more\" when Fit( "),
                new Attack("a rule without end", 7, GOOD.replace("end\n", "")),
                new Attack("nothing", 1, ""),
                new Attack("blanks", 1, " \n\t\n "),
                new Attack("a comment alone", 1, "// nothing\n"),
                new Attack("another language", 1, "<html></html>"));
    }

    private static List<Attack> sizes() {
        return List.of(
                new Attack("3000 parentheses", 4, rule("Fit( " + "(".repeat(3000) + "1" + ")".repeat(3000) + " > 1 )")),
                new Attack("3000 parentheses around a pattern", 4, rule("(".repeat(3000) + PATTERN + ")".repeat(3000))),
                new Attack(
                        "3000 parentheses in an annotation",
                        2,
                        rule(NAME, "@message( " + "(".repeat(3000) + ")".repeat(3000) + " )", PATTERN, BLOCK)),
                new Attack("10000 negations", 4, rule("Fit( " + "!".repeat(10_000) + "gated )")),
                new Attack("10000 points", 4, rule("Fit( " + "a.".repeat(10_000) + "b > 1 )")),
                new Attack("10000 points in a type", 4, rule("a.".repeat(10_000) + "b()")),
                new Attack("10000 points in an import", 1, "import " + "a.".repeat(10_000) + "b;\n" + GOOD),
                new Attack("10000 smaller signs", 4, rule("Fit( " + "a<".repeat(10_000) + "b )")),
                new Attack("10000 times not", 4, rule("not ".repeat(10_000) + PATTERN)),
                new Attack("10000 times exists", 4, rule("exists ".repeat(9_000) + PATTERN)),
                new Attack("10000 annotations", 0, rule(NAME, "@a ".repeat(10_000), PATTERN, BLOCK)),
                new Attack("8000 constraints", 4, rule("Fit( " + "a>1,".repeat(8_000) + "a>1 )")),
                new Attack("3000 patterns", 1, rule((PATTERN + "\n").repeat(1_700))),
                new Attack("9000 alternatives", 0, rule("Fit() or ".repeat(7_000) + "Fit()")),
                new Attack("a name of 60000 letters", 4, rule("Fit( " + "a".repeat(60_000) + " > 1 )")),
                new Attack("a type of 60000 letters", 4, rule("F".repeat(60_000) + "()")),
                new Attack("a number of 60000 digits", 4, rule("Fit( residentBytes > " + "9".repeat(60_000) + " )")),
                new Attack(
                        "a message of 60000 braces",
                        2,
                        rule(NAME, "@message( \"" + "{".repeat(60_000) + "\" ) @since( \"1.0\" )", PATTERN, BLOCK)),
                new Attack(
                        "a title of 60000 letters",
                        1,
                        rule("\"MEM-010 " + "a".repeat(60_000) + "\"", NOTES, PATTERN, BLOCK)),
                new Attack("a text of 60000 letters", 4, rule("Fit( placement == \"" + "a".repeat(60_000) + "\" )")),
                new Attack("a binding of 60000 letters", 4, rule("$" + "a".repeat(60_000) + " : " + PATTERN)),
                new Attack("one character more than 64 KiB", 0, GOOD + " ".repeat(65_537 - GOOD.length())),
                new Attack("5 MB on one line", 0, rule("Fit( placement == \"" + "a".repeat(5_000_000) + "\" )")),
                new Attack("5 MB of parentheses", 0, "(".repeat(5_000_000)),
                new Attack("5 MB of line ends", 0, "\n".repeat(5_000_000)));
    }

    private static String attribute(String attribute) {
        return GOOD.replace("\nwhen", "\n" + attribute + "\nwhen");
    }

    private static Attack when(String name, String patterns) {
        return new Attack(name, 4, rule(patterns));
    }

    private static String thenText(String consequence) {
        return rule("$f : " + PATTERN).replace("then\n    findings.block( \"MEM-010\" );", "then " + consequence);
    }

    private static Attack then(String name, String consequence) {
        return new Attack("consequence: " + name, 5, thenText(consequence));
    }

    private static Attack around(String name, int line, String text) {
        return new Attack(name, line, text + GOOD);
    }

    @BeforeEach
    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void attacks_areManyAndDifferent() {
        Set<String> texts = new HashSet<>();
        for (Attack attack : attacks())
            assertThat(texts.add(attack.text())).as(attack.name()).isTrue();
        assertThat(texts).hasSizeGreaterThan(150);
    }

    @Test
    void rule_thatIsNotAttacked_loads() {
        assertThat(SmallBook.errors(GOOD, SmallBook.GOOD_CASES)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void attack_isRefusedWithItsPlace(Attack attack) {
        List<RuleError> errors =
                assertTimeoutPreemptively(LONGEST, () -> SmallBook.errors(attack.text(), SmallBook.GOOD_CASES));
        assertThat(errors).isNotEmpty().allSatisfy(error -> {
            assertThat(error.file()).isEqualTo(SmallBook.DRL);
            assertThat(error.found()).isNotBlank().hasSizeLessThan(320).doesNotContain("Exception");
            assertThat(error.toString()).hasSizeLessThan(2_000);
        });
        if (attack.line() > 0)
            assertThat(errors)
                    .extracting(RuleError::line)
                    .contains(attack.line())
                    .doesNotContain(0);
        assertThat(System.getProperty(PROPERTY)).isNull();
    }

    /** The attacks are worth the trouble: Drools alone runs code while it compiles. */
    @Test
    void declareWithDefault_compiledByDroolsAlone_runsItsCode() {
        KieServices services = KieServices.get();
        ReleaseId releaseId = services.newReleaseId("dev.waggle.test", "attack", "1");
        KieFileSystem files = services.newKieFileSystem();
        files.generateAndWritePomXML(releaseId);
        files.write(
                "src/main/resources/a.drl",
                "package a;\ndeclare Z\n    a : String = " + CODE + "\nend\nrule A when Z() then end\n");
        services.newKieBuilder(files).buildAll(DrlProject.class);
        services.newKieContainer(releaseId).getKieBase().newKieSession().dispose();
        services.getRepository().removeKieModule(releaseId);
        assertThat(System.getProperty(PROPERTY)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../memory/memory.drl",
                "../...drl",
                "/etc/etc.drl",
                "memory/other.drl",
                "memory/memory.drl.drl",
                "memory.drl",
                "Memory/Memory.drl",
                "a b/a b.drl",
                "memory/deeper/memory.drl",
                "con\u202E/con\u202E.drl",
                "/.drl",
                "./..drl",
                "memory\\memory.drl"
            })
    void file_ofAnotherName_isRefused(String name) {
        Map<String, String> files = new HashMap<>();
        files.put(name, GOOD);
        files.put(SmallBook.CASES, SmallBook.GOOD_CASES);
        assertThat(SmallBook.errors(files)).anySatisfy(error -> {
            assertThat(error.found()).isEqualTo("a file of another name");
            assertThat(error.allowed()).contains("CONCERN/CONCERN.drl");
        });
    }

    @Test
    void book_ofTooManyFiles_isRefused() {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i <= 200; i++) files.put("c" + i + "/c" + i + ".drl", GOOD);
        assertThat(SmallBook.errors(files))
                .singleElement()
                .satisfies(error -> assertThat(error.found()).isEqualTo("a book of 201 files"));
    }

    @Test
    void book_of2000Rules_isRefusedSoon() {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < 10; i++) files.put("c" + i + "/c" + i + ".drl", GOOD.repeat(200));
        List<RuleError> errors = assertTimeoutPreemptively(LONGEST.multipliedBy(3), () -> SmallBook.errors(files));
        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error.found()).isEqualTo("a book of 2000 rules"));
    }

    @Test
    void book_ofTooManyCharacters_isRefusedUnread() {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < 100; i++) files.put("c" + i + "/c" + i + ".drl", "(".repeat(60_000));
        assertThat(SmallBook.errors(files))
                .singleElement()
                .satisfies(error -> assertThat(error.found()).contains("characters"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MEM-010: &a\n  hits: *a\n",
                "MEM-010: &a {hits: []}\n",
                "MEM-010: {hits: []}\n---\nMEM-020: {hits: []}\n",
                "MEM-010: {hits: []}\nMEM-010: {hits: []}\n",
                "- MEM-010\n",
                "text\n",
                "\n",
                "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost\"]]\n",
                "MEM-010: [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]\n",
                "MEM-010: {hits: [\n",
                "MEM-010:\n\thits: []\n",
                "\uFEFFMEM-010: {}\n",
                "MEM-010: {hits: [\u202E]}\n"
            })
    void caseFile_thatIsOdd_isRefusedWithItsPlace(String cases) {
        List<RuleError> errors = assertTimeoutPreemptively(LONGEST, () -> SmallBook.errors(GOOD, cases));
        assertThat(errors)
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.file()).isEqualTo(SmallBook.CASES))
                .allSatisfy(error -> assertThat(error.line()).isPositive())
                .allSatisfy(error -> assertThat(error.found()).doesNotContain("Exception"));
    }

    @Test
    void caseFile_nestedDeeply_isRefused() {
        String cases = "MEM-010: " + "[".repeat(30_000);
        assertThat(assertTimeoutPreemptively(LONGEST, () -> SmallBook.errors(GOOD, cases)))
                .isNotEmpty();
    }
}

package dev.waggle.rules.drools;

import static dev.waggle.rules.drools.SmallBook.CASES;
import static dev.waggle.rules.drools.SmallBook.DRL;
import static dev.waggle.rules.drools.SmallBook.GOOD_CASES;
import static dev.waggle.rules.drools.SmallBook.PATTERN;
import static dev.waggle.rules.drools.SmallBook.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.rules.book.BookChange;
import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.NewRule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.facts.FactWords;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes between two books, which ids are gone for good, and how a rule is begun. */
class BookChangeTest {
    private static final String GOOD = rule(PATTERN);
    private static final String OTHER = rule("Fit( residentBytes > freeBytes )")
            .replace("010", "020")
            .replace("needs more", "needs what is in use");
    private static final String BOTH_CASES =
            GOOD_CASES + GOOD_CASES.replace("010", "020").replace("capacityBytes", "freeBytes");
    private static final Map<String, String> BOTH = Map.of(DRL, GOOD + OTHER, CASES, BOTH_CASES);
    private static final String RETIRED = "MEM-020: {since: \"1.1\", why: \"nobody needed it\"}\n";

    private static RuleBook book(String drl, String cases, String retired) throws BookException {
        return BookLoader.load(Map.of(DRL, drl, CASES, cases, "retired.yaml", retired));
    }

    @Test
    void books_thatAreTheSame_haveNoChange() throws BookException {
        BookChange change = BookChange.between(
                BookLoader.load(BOTH),
                book("// spaced\n" + GOOD.replace(" > ", "  >  ") + OTHER, BOTH_CASES, "# none\n"));
        assertThat(change.isNothing()).isTrue();
        assertThat(change.errors()).isEmpty();
    }

    @Test
    void changes_areToldApart() throws BookException {
        RuleBook before = BookLoader.load(BOTH);
        RuleBook added = BookLoader.load(Map.of(DRL, GOOD, CASES, GOOD_CASES));
        assertThat(BookChange.between(added, before).added()).containsExactly("MEM-020");
        assertThat(between(before, GOOD.replace("Needs.", "It needs more.")).reworded())
                .containsExactly("MEM-010");
        assertThat(between(before, GOOD.replace("needs more", "too large")).reworded())
                .containsExactly("MEM-010");
        assertThat(between(before, GOOD.replace(" > ", " >= ")).rejudged()).containsExactly("MEM-010");
        assertThat(between(before, GOOD.replace("block", "warn")).rejudged()).containsExactly("MEM-010");
        assertThat(between(before, GOOD.replace("Fit(", "$f : Fit(")).isNothing())
                .isTrue();
        BookChange cases = BookChange.between(before, book(GOOD + OTHER, BOTH_CASES.replaceFirst("2,", "3,"), ""));
        assertThat(cases.recased()).containsExactly("MEM-010");
        assertThat(cases.rejudged()).isEmpty();
    }

    private static BookChange between(RuleBook before, String first) throws BookException {
        BookChange change = BookChange.between(before, book(first + OTHER, BOTH_CASES, ""));
        assertThat(change.errors()).isEmpty();
        return change;
    }

    @Test
    void rule_goneWithoutATrace_isRefused() throws BookException {
        BookChange change = BookChange.between(BookLoader.load(BOTH), book(GOOD, GOOD_CASES, ""));
        assertThat(change.removed()).containsExactly("MEM-020");
        assertThat(change.errors())
                .singleElement()
                .hasToString("memory/memory.drl: MEM-020: the rule is gone without a trace; allowed: its id in"
                        + " retired.yaml, with since and why, in the same change.");
    }

    @Test
    void rule_retiredInTheSameChange_mayGo() throws BookException {
        BookChange change = BookChange.between(BookLoader.load(BOTH), book(GOOD, GOOD_CASES, RETIRED));
        assertThat(change.removed()).containsExactly("MEM-020");
        assertThat(change.errors()).isEmpty();
    }

    @Test
    void retiredId_thatIsForgotten_isRefused() throws BookException {
        BookChange change = BookChange.between(
                book(GOOD, GOOD_CASES, RETIRED), BookLoader.load(Map.of(DRL, GOOD, CASES, GOOD_CASES)));
        assertThat(change.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.found()).isEqualTo("the retired id is gone"));
    }

    @Test
    void lastRuleOfAConcern_mayNotGo() throws BookException {
        RuleBook after = BookLoader.load(Map.of("retired.yaml", "MEM-010: {since: \"1.1\", why: \"gone\"}\n"));
        RuleBook before = BookLoader.load(Map.of(DRL, GOOD, CASES, GOOD_CASES));
        assertThat(BookChange.between(before, after).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.found()).isEqualTo("the last rule of the concern memory is gone"));
    }

    @Test
    void retiredId_ofARuleThereIs_isRefusedWithWhy() {
        Map<String, String> files = new TreeMap<>(BOTH);
        files.put("retired.yaml", RETIRED);
        assertThat(SmallBook.errors(files))
                .singleElement()
                .hasToString(
                        "memory/memory.drl:8: MEM-020: an id that was retired in 1.1: nobody needed it; allowed: an"
                                + " id that no rule had before; what was decided under the old one stays readable.");
    }

    @Test
    void cases_ofARetiredRule_areRefused() {
        Map<String, String> files = Map.of(DRL, GOOD, CASES, BOTH_CASES, "retired.yaml", RETIRED);
        assertThat(SmallBook.errors(files)).hasSize(2).allSatisfy(error -> {
            assertThat(error.file()).isEqualTo(CASES);
            assertThat(error.found()).isEqualTo("cases of a rule that was retired");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mem-020: {since: \"1.1\", why: \"x\"}",
                "MEM-020: gone",
                "MEM-020: {since: \"1.1\"}",
                "MEM-020: {why: \"x\"}",
                "MEM-020: {since: 1.1, why: \"x\"}",
                "MEM-020: {since: \"one\", why: \"x\"}",
                "MEM-020: {since: \"1.1\", why: \" \"}",
                "MEM-020: {since: \"1.1\", why: \"x\", who: \"me\"}",
                "MEM-020: {since: \"1.1\", why: \"x\"}\nMEM-020: {since: \"1.2\", why: \"y\"}",
                "- MEM-020",
                "MEM-020: &a {since: \"1.1\", why: \"x\"}"
            })
    void retiredFile_thatIsOdd_isRefusedWithItsPlace(String retired) {
        List<RuleError> errors = SmallBook.errors(Map.of(DRL, GOOD, CASES, GOOD_CASES, "retired.yaml", retired));
        assertThat(errors).isNotEmpty().allSatisfy(error -> {
            assertThat(error.file()).isEqualTo("retired.yaml");
            assertThat(error.line()).isPositive();
        });
    }

    @ParameterizedTest
    @CsvSource({"MEM, '', MEM-030", "MEM-040, '', MEM-040", "MEM-015, '', MEM-015", "PLT, platform, PLT-010"})
    void newRule_getsAFreeId(String wanted, String concern, String id) throws BookException {
        assertThat(NewRule.in(BookLoader.load(BOTH), wanted, "t", concern).id()).isEqualTo(id);
    }

    @Test
    void newRule_afterARetiredOne_getsTheNextId() throws BookException {
        RuleBook book = book(GOOD, GOOD_CASES, RETIRED);
        assertThat(NewRule.in(book, "MEM", "t", "").id()).isEqualTo("MEM-030");
    }

    @ParameterizedTest
    @CsvSource({
        "MEM-010, '', MEM-010 is taken: the next free one is MEM-030",
        "MEM-020, '', MEM-020 was retired: the next free one is MEM-030",
        "mem, '', is no id",
        "PLT, '', say their concern",
        "PLT-010, memory, the letters of the concern memory are MEM",
        "MEM-040, platform, the letters MEM are of the concern memory"
    })
    void newRule_thatCantBeHad_isExplained(String wanted, String concern, String why) throws BookException {
        RuleBook book = book(GOOD, GOOD_CASES, RETIRED);
        assertThatThrownBy(() -> NewRule.in(book, wanted, "t", concern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void newRule_filledIn_loads(String lineEnd) throws BookException {
        Map<String, String> files = new TreeMap<>();
        BOTH.forEach((file, text) -> files.put(file, text.replace("\n", lineEnd)));
        files.putAll(
                NewRule.in(BookLoader.load(files), "MEM", "leaves nothing", "").addedTo(files));
        assertThat(BookLoader.lint(files, FactWords.fixed()).errors()).isNotEmpty();
        files.computeIfPresent(
                DRL,
                (file, text) -> text.replace("@message( \"\" )", "@message( \"Nothing left.\" )")
                        .replace("Fact( field operator value )", "Fit( leftBytes == 0 )")
                        .replace("severity(", "warn("));
        files.computeIfPresent(
                CASES,
                (file, text) -> text.replaceFirst(
                                "(?s)(.*hits:.*?)case:(\r?\n)\\s+Fact: \\{field: value}",
                                "$1case: full$2      Fit: {leftBytes: 0}")
                        .replaceFirst(
                                "case:(\r?\n)\\s+Fact: \\{field: value}",
                                "case: one byte left$1      Fit: {leftBytes: 1}")
                        .replaceFirst("case:(\r?\n)\\s+Fact: \\{}", "case: nobody knows$1      Fit: {}"));
        assertThat(BookLoader.load(files).rule("MEM-030")).hasValueSatisfying(begun -> {
            assertThat(begun.title()).isEqualTo("leaves nothing");
            assertThat(begun.since()).isEqualTo("1.0");
        });
        assertThat(BookLoader.lint(files, FactWords.fixed()).warnings()).isEmpty();
    }
}

package dev.waggle.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.impact.VersionStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of changes. */
class PublisherTest {
    private static final String SECOND = """
        rule "MEM-020 needs it all"
            @message( "All." ) @since( "1.0" )
        when
            Fit( residentBytes == capacityBytes )
        then
            findings.warn( "MEM-020" );
        end
        """;

    private static final String SECOND_CASES = """
        MEM-020:
          hits: [{case: all, Fit: {residentBytes: 1, capacityBytes: 1}}]
          misses: [{case: less, Fit: {residentBytes: 1, capacityBytes: 2}}]
        """;

    @TempDir
    Path folder;

    private Editing editing;

    @BeforeEach
    void begin() throws IOException {
        editing = Editing.in(folder);
    }

    private static Edition published(Publication publication) {
        assertThat(publication).isInstanceOf(Publication.Published.class);
        return ((Publication.Published) publication).edition();
    }

    private List<RuleError> refused(Publication publication) {
        assertThat(publication).isInstanceOf(Publication.Refused.class);
        assertThat(editing.publisher.edition().version().number()).isZero();
        assertThat(editing.live.now()).isSameAs(editing.publisher.edition().waggle());
        assertThat(editing.publisher.versions()).isEmpty();
        return ((Publication.Refused) publication).errors();
    }

    @Test
    void publish_goodRule_isLiveAndKept() throws IOException {
        String before = editing.publisher.edition().tag();
        Edition edition = published(
                editing.publisher.publish(Editing.message("More than {capacityBytes}."), "admin", "shorter", before));
        assertThat(edition.version())
                .isEqualTo(new Version(
                        1,
                        Editing.NOW,
                        "admin",
                        "shorter",
                        0,
                        editing.live.now().ruleSet(),
                        Editing.CATALOG.hash()));
        assertThat(editing.live.now()).isSameAs(edition.waggle());
        assertThat(editing.live.now().judge().rules().book().rules().get(0).message())
                .isEqualTo("More than {capacityBytes}.");
        assertThat(edition.tag()).isNotEqualTo(before);
        Opening next = Opening.of(VersionStore.open(folder), folder);
        assertThat(next.edition().version()).isEqualTo(edition.version());
        assertThat(next.edition().tag()).isEqualTo(edition.tag());
        assertThat(Editing.same(next.edition().source(), edition.source())).isTrue();
        assertThat(next.problems()).isEmpty();
    }

    @Test
    void publish_textThatIsNoRule_isRefusedWithItsLine() {
        List<RuleError> errors = refused(editing.publish(Editing.change(Editing.DRL, "rule broken")));
        assertThat(errors).first().extracting(RuleError::file, RuleError::line).containsExactly(Editing.DRL, 1);
    }

    @Test
    void publish_ruleThatMissesItsCase_isRefusedWithTheCasesLine() {
        String wrong = Editing.rule("Fit( residentBytes < capacityBytes )", "Needs.");
        List<RuleError> errors = refused(editing.publish(Editing.change(Editing.DRL, wrong)));
        assertThat(errors)
                .map(RuleError::toString)
                .containsExactly(
                        "memory/memory.cases.yaml:3: MEM-010: the case 'too large' is a miss; allowed: a hit, since the"
                                + " case stands under 'hits'.",
                        "memory/memory.cases.yaml:6: MEM-010: the case 'fits' is a hit; allowed: a miss, since the case"
                                + " stands under 'misses'.");
    }

    @Test
    void publish_catalogWithAWrongFigure_isRefusedWithFileAndLine() {
        List<RuleError> errors = refused(editing.publish(
                Editing.catalogChange(Editing.POLICY, "defaultSequences: 1", "defaultSequences: many")));
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).file()).isEqualTo(Editing.POLICY);
        assertThat(errors.get(0).line()).isPositive();
        assertThat(errors.get(0).toString()).contains("many");
    }

    @Test
    void publish_catalog_isLiveWithTheSameRules() {
        Edition edition = published(
                editing.publish(Editing.catalogChange(Editing.POLICY, "defaultSequences: 1", "defaultSequences: 2")));
        assertThat(editing.live.now().catalog().policy().defaultSequences()).isEqualTo(2);
        assertThat(edition.version().ruleSet())
                .isEqualTo(Editing.opening(folder).edition().version().ruleSet());
        assertThat(edition.version().catalog()).isNotEqualTo(Editing.CATALOG.hash());
    }

    @Test
    void publish_madeOfSomethingOlder_isAConflict() {
        String before = editing.publisher.edition().tag();
        published(editing.publish(Editing.message("First.")));
        Publication late = editing.publisher.publish(Editing.message("Second."), "admin", "", before);
        assertThat(late).isEqualTo(new Publication.Conflict(editing.publisher.edition()));
        assertThat(editing.publisher.versions()).hasSize(1);
    }

    @Test
    void publish_whatIsLive_changesNothing() {
        Publication same = editing.publish(Editing.message("Needs {residentBytes}."));
        assertThat(same).isInstanceOf(Publication.Unchanged.class);
        assertThat(editing.publisher.versions()).isEmpty();
    }

    @Test
    void publish_whatTheGuardObjectsTo_isRefused() throws IOException {
        RuleError objection = new RuleError("", 0, "MEM-010", "a model that is known to run", "");
        editing = Editing.in(folder, Disk.REAL, Editing.inThisProcess(), after -> List.of(objection));
        assertThat(refused(editing.publish(Editing.message("Other.")))).containsExactly(objection);
    }

    @Test
    void publish_whatCannotBeTried_isRefused() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Trying slow = new Trying() {
            @Override
            public TrialResult run(Map<String, String> book) {
                asked.incrementAndGet();
                return new TrialResult.TooSlow(TrialLimits.DEFAULT.cpu(), true);
            }

            @Override
            public void prepare() {}
        };
        editing = Editing.in(folder, Disk.REAL, slow, Guard.NONE);
        assertThat(refused(editing.publish(Editing.message("Other."))).get(0).toString())
                .contains("took too long")
                .contains("5 s of processor time");
        assertThat(asked).hasValue(1);
        assertThat(editing.publish(Editing.catalogChange(Editing.POLICY, "defaultSequences: 1", "defaultSequences: 2")))
                .isInstanceOf(Publication.Published.class);
        assertThat(asked).as("rules that are live were tried before").hasValue(1);
    }

    @Test
    void publish_removedFile_isGone() {
        ChangeSet gone = new ChangeSet(new TreeMap<>(Map.of(Editing.CASES, Optional.empty())));
        assertThat(refused(editing.publish(gone)).get(0).toString()).contains("no case under hits");
        ChangeSet nothing = new ChangeSet(new TreeMap<>(Map.of("memory/other.drl", Optional.empty())));
        assertThat(refused(editing.publish(nothing)).get(0).toString()).contains("not there");
    }

    @Test
    void rollBack_toAnyVersion_isANewVersionWithItsFiles() throws IOException {
        Source first = published(editing.publish(Editing.message("First."))).source();
        published(editing.publish(Editing.message("Second.")));
        Edition back = published(editing.publisher.rollBack(
                1, "admin", "it was better", editing.publisher.edition().tag()));
        assertThat(back.version().number()).isEqualTo(3);
        assertThat(back.version().parent()).isEqualTo(2);
        assertThat(back.version().note()).isEqualTo("Back to version 1: it was better");
        assertThat(Editing.same(back.source(), first)).isTrue();
        Edition shipped = published(editing.publisher.rollBack(0, "admin", "", back.tag()));
        assertThat(Editing.same(shipped.source(), Source.shipped())).isTrue();
        assertThat(shipped.version().note()).isEqualTo("Back to version 0.");
        assertThat(editing.publisher.rollBack(9, "admin", "", shipped.tag())).isInstanceOf(Publication.Refused.class);
        assertThat(editing.publisher.versions()).map(Version::number).containsExactly(4, 3, 2, 1);
    }

    @Test
    void preview_tellsAndChangesNothing() {
        Preview good = editing.publisher.preview(Editing.message("Other."));
        assertThat(good.report().passed()).isEqualTo(2);
        assertThat(good.impact().orElseThrow().step()).isEqualTo(VersionStep.PATCH);
        Preview bad = editing.publisher.preview(
                Editing.change(Editing.DRL, Editing.rule("Fit( residentBytes < capacityBytes )", "Needs.")));
        assertThat(bad.report().failed()).hasSize(2);
        assertThat(bad.impact().orElseThrow().step()).isEqualTo(VersionStep.MAJOR);
        assertThat(editing.publisher
                        .preview(Editing.change(Editing.DRL, "no rule"))
                        .impact())
                .isEmpty();
        assertThat(editing.publisher.edition().version().number()).isZero();
        assertThat(editing.publisher.versions()).isEmpty();
    }

    @Test
    void publish_ruleThatIsGone_mustLeaveATrace() throws IOException {
        String one = Editing.rule("Needs {residentBytes}.");
        published(editing.publish(files(one + SECOND, Editing.cases() + SECOND_CASES)));
        ChangeSet gone = files(one, Editing.cases());
        assertThat(editing.publish(gone))
                .isInstanceOfSatisfying(
                        Publication.Refused.class,
                        refused -> assertThat(refused.errors().get(0).toString())
                                .contains("MEM-020", "gone without a trace"));
        assertThat(editing.publisher.lint(gone).errors()).map(RuleError::rule).containsExactly("MEM-020");
        ChangeSet told =
                files(one, Editing.cases(), "retired.yaml", "MEM-020: {since: \"1.1\", why: It said nothing.}\n");
        assertThat(editing.publisher.lint(told).errors()).isEmpty();
        published(editing.publish(told));
        published(editing.publisher.rollBack(
                0, "admin", "", editing.publisher.edition().tag()));
    }

    @Test
    void publish_idThatMeantSomethingElseBeforeAWayBack_isRefused_andWithItsOldMeaningNot() {
        String one = Editing.rule("First.");
        published(editing.publish(files(one, Editing.cases())));
        published(editing.publish(files(one + SECOND, Editing.cases() + SECOND_CASES)));
        published(editing.publisher.rollBack(
                1, "admin", "", editing.publisher.edition().tag()));
        String other = SECOND.replace("findings.warn", "findings.block");
        ChangeSet reused = files(one + other, Editing.cases() + SECOND_CASES);
        assertThat(editing.publish(reused))
                .isInstanceOfSatisfying(
                        Publication.Refused.class,
                        refused -> assertThat(refused.errors())
                                .map(RuleError::found)
                                .containsExactly("an id that had another meaning in a kept version"));
        assertThat(editing.publisher.preview(reused).report().errors()).hasSize(1);
        published(editing.publish(
                files(one + SECOND.replace("All.", "In other words."), Editing.cases() + SECOND_CASES)));
    }

    private static ChangeSet files(String drl, String cases, String... more) {
        TreeMap<String, Optional<String>> files =
                new TreeMap<>(Map.of(Editing.DRL, Optional.of(drl), Editing.CASES, Optional.of(cases)));
        for (int i = 0; i < more.length; i += 2) files.put(more[i], Optional.of(more[i + 1]));
        return new ChangeSet(files);
    }

    @Test
    void lint_wordThatNoCatalogRowHas_isRefusedWithWhatWasMeant() {
        RuleError error = editing.publisher
                .lint(Editing.change(
                        Editing.DRL,
                        Editing.rule(
                                "$v : Variant( architecture == \"lama\" )\n    Fit( residentBytes > $v.fileBytes )",
                                "No.")))
                .errors()
                .get(0);
        assertThat(error.suggestion()).isEqualTo("llama");
        assertThat(error.line()).isEqualTo(4);
        assertThat(error.column()).isPositive();
    }

    @Test
    void lint_tellsErrorsOfBookAndCatalog() {
        ChangeSet both = new ChangeSet(
                new TreeMap<>(Map.of(Editing.DRL, Optional.of("nothing"), Editing.POLICY, Optional.of("nothing"))));
        assertThat(editing.publisher.lint(both).errors()).map(RuleError::file).contains(Editing.DRL, Editing.POLICY);
        assertThat(editing.publisher.lint(Editing.message("Fine.")).errors()).isEmpty();
    }
}

package dev.waggle.rules.impact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.book.BookException;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.drools.BookLoader;
import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.judge.Settlement.Kind;
import dev.waggle.rules.matrix.JudgedMatrix;
import dev.waggle.rules.matrix.MatrixJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Path BOOK = Path.of("book");
    private static final Catalog CATALOG = CatalogLoader.embedded();
    private static final Docket DOCKET = Docket.of(CATALOG);
    private static final JudgedMatrix SHIPPED = MatrixJudge.judge(DOCKET, new RuleSet(BookFolder.embedded()));

    @Test
    void sameMatrix_changesNothing() {
        Impact impact = Comparison.of(SHIPPED, SHIPPED, true, List.of());
        assertThat(impact.verdicts()).isEqualTo(DOCKET.cells());
        assertThat(impact.changed()).isZero();
        assertThat(impact.moves()).isEmpty();
        assertThat(impact.step()).isEqualTo(VersionStep.NONE);
    }

    @Test
    void otherWording_isAPatch() {
        Impact impact = edited("memory/memory.drl", "programs can have", "a program may have");
        assertThat(impact.changed()).isZero();
        assertThat(impact.step()).isEqualTo(VersionStep.PATCH);
    }

    @Test
    void refusalThatBecomesACaveat_isMinorAndCountedOnceACell() {
        JudgedMatrix after = judged("task/task.drl", "findings.block( \"TSK-010\" )", "findings.warn( \"TSK-010\" )");
        Impact impact = Comparison.of(SHIPPED, after, false, List.of());
        assertThat(impact.step()).isEqualTo(VersionStep.MINOR);
        assertThat(impact.changed()).isPositive().isEqualTo(sum(impact)).isEqualTo(differing(after));
        assertThat(impact.rules()).anySatisfy(share -> assertThat(share.rule()).isEqualTo("TSK-010"));
    }

    @Test
    void ruleThatRefusesWhatRan_isMajor() {
        Impact impact =
                edited("memory/memory.drl", "Fit( residentBytes > capacityBytes )", "Fit( residentBytes > kvBytes )");
        assertThat(impact.step()).isEqualTo(VersionStep.MAJOR);
        assertThat(impact.moves().get(0).to()).isEqualTo(Kind.CANNOT_RUN);
        assertThat(impact.moves().get(0).from().runs()).isTrue();
        assertThat(impact.moves().get(0).examples())
                .isNotEmpty()
                .allSatisfy(example -> assertThat(example.gained()).contains("MEM-010"));
    }

    @Test
    void ruleThatIsGone_isSilentInItsCells() {
        JudgedMatrix without =
                MatrixJudge.judge(DOCKET, new RuleSet(BookFolder.embedded().without("PLT-030")));
        Impact impact = Comparison.of(SHIPPED, without, false, List.of());
        long spoke = 0;
        for (int cell = 0; cell < DOCKET.cells(); cell++)
            if (SHIPPED.verdict(cell).said().stream()
                    .anyMatch(said -> said.rule().equals("PLT-030"))) spoke++;
        assertThat(impact.rules()).contains(new RuleShare("PLT-030", shareGained(impact), (int) spoke));
        assertThat(spoke).isPositive();
    }

    private static int shareGained(Impact impact) {
        return impact.rules().stream()
                .filter(share -> share.rule().equals("PLT-030"))
                .mapToInt(RuleShare::gained)
                .sum();
    }

    @Test
    void workerAndMachineThatAreGone_areGoneCells() {
        Map<String, WorkerEntry> workers = new TreeMap<>(CATALOG.workers());
        workers.remove("llamacpp-vulkan");
        Map<String, Machine> machines = new TreeMap<>(CATALOG.machines());
        machines.remove("rtx-4090");
        Catalog smaller = new Catalog(
                "sha256:smaller", CATALOG.engines(), workers, CATALOG.models(), machines, CATALOG.policy(), List.of());
        JudgedMatrix after = MatrixJudge.judge(Docket.of(smaller), new RuleSet(BookFolder.embedded()));
        Impact less = Comparison.of(SHIPPED, after, false, List.of());
        assertThat(less.onlyBefore()).isEqualTo(DOCKET.cells() - after.docket().cells());
        assertThat(less.changed()).isZero();
        assertThat(less.step()).isEqualTo(VersionStep.MAJOR);
        Impact more = Comparison.of(after, SHIPPED, false, List.of());
        assertThat(more.onlyAfter()).isEqualTo(less.onlyBefore());
        assertThat(more.step()).isEqualTo(VersionStep.MINOR);
    }

    private static Impact edited(String file, String from, String to) {
        return Comparison.of(SHIPPED, judged(file, from, to), false, List.of());
    }

    private static JudgedMatrix judged(String file, String from, String to) {
        Map<String, String> files = shippedFiles();
        String text = files.getOrDefault(file, "");
        assertThat(text).contains(from);
        files.put(file, text.replace(from, to));
        try {
            return MatrixJudge.judge(DOCKET, new RuleSet(BookLoader.load(files)));
        } catch (BookException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> shippedFiles() {
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> paths = Files.walk(BOOK)) {
            for (Path path : paths.filter(Files::isRegularFile).toList())
                files.put(BOOK.relativize(path).toString().replace('\\', '/'), Files.readString(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return files;
    }

    private static int sum(Impact impact) {
        return impact.moves().stream().mapToInt(Move::count).sum();
    }

    private static int differing(JudgedMatrix after) {
        int differing = 0;
        for (int cell = 0; cell < DOCKET.cells(); cell++)
            if (!SHIPPED.verdict(cell).equals(after.verdict(cell))) differing++;
        return differing;
    }
}

package dev.waggle.rules.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.catalog.MachineFile;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.drools.BookLoader;
import dev.waggle.rules.fit.Placement;
import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.Judge;
import dev.waggle.rules.judge.Query;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MatrixJudgeTest {
    private static final Catalog CATALOG = CatalogLoader.embedded();
    private static final Map<String, Machine> MACHINES = machines();
    private static final Docket DOCKET = Docket.of(CATALOG, MACHINES);

    /** The named machines, and one of which little is known. */
    private static Map<String, Machine> machines() {
        Map<String, Machine> machines = new TreeMap<>(CATALOG.machines());
        machines.put("blank", MachineFile.parse("blank.json", "{\"name\":\"blank\",\"devices\":[{\"id\":\"gpu0\"}]}"));
        machines.put(
                "half",
                MachineFile.parse(
                        "half.json",
                        "{\"name\":\"half\",\"os\":\"linux\",\"cpuArchitecture\":\"x86_64\",\"ramBytes\":34359738368,"
                                + "\"devices\":[{\"id\":\"gpu0\",\"vendor\":\"nvidia\",\"backends\":[\"cuda\",\"vulkan\"]}]}"));
        return machines;
    }

    @Test
    void judge_theShippedBook_givesEveryCellItsVerdict() {
        agree(BookFolder.embedded());
    }

    @Test
    void judge_rulesThatMeetAnywhere_givesEveryCellItsVerdict() throws BookException {
        agree(everyMeeting());
    }

    @Test
    void judge_rulesThatCompareSizesOnly_givesEveryCellItsVerdict() throws BookException {
        agree(book(List.of(
                "$w : Worker( backend == \"cuda\" )\n Fit( residentBytes > freeBytes, placement not memberOf $w.platforms )",
                "$f : Fit( placement == \"host\", leftBytes > 0 )\n Worker( backend != $f.placement )",
                "$d : Device( vendor == \"nvidia\" )\n Fit( device == $d.device, kvBytes > weightsBytes )",
                "$f : Fit( placement == \"most-layers-on-device\" )\n Fit( device != $f.device, leftBytes < comfortableBytes )",
                "Fit( leftBytes == 0 )",
                "Fit( leftBytes < kvBytes, weightsBytes >= kvBytes )",
                "$m : Machine( os == \"linux\" )\n Fit( device != $m.os, capacityBytes >= 0 )")));
    }

    @Test
    void judge_moreComparisonsThanAWordHolds_givesEveryCellItsVerdict() throws BookException {
        List<String> patterns = new ArrayList<>();
        for (int i = 1; i <= 40; i++)
            patterns.add(
                    "Fit( residentBytes > " + (i * 1_500_000_000L) + ", weightsBytes < " + (i * 2_500_000_000L) + " )");
        agree(book(patterns));
    }

    @Test
    void judge_aTypeThatStandsNowhere_saysNothing() throws BookException {
        agree(book(
                List.of("Parameter( name == \"seed\" )", "$p : Parameter()\n Worker( parameters contains $p.name )")));
    }

    @Test
    void judge_anEmptyBook_refusesNothing() {
        JudgedMatrix matrix = MatrixJudge.judge(DOCKET, new RuleSet(new RuleBook("none", List.of(), List.of())));
        assertThat(matrix.verdicts())
                .allSatisfy(verdict -> assertThat(verdict.said()).isEmpty());
    }

    private static void agree(RuleBook book) {
        RuleSet rules = new RuleSet(book);
        JudgedMatrix matrix = MatrixJudge.judge(DOCKET, rules);
        Judge judge = new Judge(CATALOG.policy(), rules);
        for (int v = 0; v < DOCKET.variants().size(); v++)
            for (int m = 0; m < DOCKET.machines().size(); m++) {
                List<Verdict> verdicts = judge.judge(query(v, m));
                for (int w = 0; w < verdicts.size(); w++)
                    assertThat(line(matrix.verdict(DOCKET.cell(v, m, w))))
                            .as("%s", verdicts.get(w))
                            .isEqualTo(line(verdicts.get(w)));
            }
    }

    private static Query query(int variant, int machine) {
        Docket.Row row = DOCKET.variants().get(variant);
        String place = DOCKET.machines().get(machine);
        Machine there = Objects.requireNonNull(MACHINES.get(place));
        return new Query(row.model(), row.variant(), place, there, false, DOCKET.workers(), Wish.none());
    }

    private static String line(CellVerdict verdict) {
        return verdict.kind() + " " + verdict.placement() + " "
                + verdict.said().stream()
                        .map(said -> said.rule() + "=" + said.severity())
                        .toList();
    }

    private static String line(Verdict verdict) {
        String kind = verdict.outcome().id().toUpperCase(Locale.ROOT).replace('-', '_');
        String placement = verdict.outcome().placement().map(Placement::id).orElse(null);
        return kind + " " + placement + " "
                + verdict.findings().stream()
                        .map(MatrixJudgeTest::said)
                        .distinct()
                        .toList();
    }

    private static String said(Finding finding) {
        return finding.rule() + "=" + finding.severity();
    }

    /** Rules whose facts depend on all that facts can depend on, in either order. */
    private static RuleBook everyMeeting() throws BookException {
        return book(List.of(
                "$w : Worker( backend == \"cuda\" )\n Fit( residentBytes > 4000000000, placement not memberOf $w.platforms )",
                "$f : Fit( placement == \"host\" )\n Worker( backend != $f.placement, formats contains \"gguf\" )",
                "$v : Variant( quantization == \"Q8_0\" )\n Fit( residentBytes > $v.fileBytes )",
                "$s : Settings()\n Fit( leftBytes < $s.contextTokens )",
                "$m : Machine( os == \"linux\" )\n Fit( device != $m.os, freeBytes >= 0 )",
                "$d : Device( vendor == \"nvidia\" )\n Fit( device == $d.device, kvBytes > 1000000000 )",
                "$f : Fit( placement == \"most-layers-on-device\" )\n Fit( device != $f.device, weightsBytes > $f.weightsBytes )",
                "$v : Variant( format == \"gguf\" )\n Device( driverNumber > $v.trainedContextTokens )",
                "$m : Machine( cpuArchitecture == \"aarch64\" )\n Variant( fileBytes > 8000000000, format not memberOf $m.backends )",
                "$s : Settings( contextTokens > 4096 )\n Device( computeCapability >= 8.9, device != $s.kvType )",
                "$d : Device( vendor != \"apple\" )\n NeededCapability( minimumComputeCapability > $d.computeCapability )",
                "Machine( backends contains \"vulkan\" )",
                "Device( computeCapability < 8 )",
                "NeededDriver( minimumDriverNumber > 0 )",
                "Variant( gated != true )\n Worker( tasks contains \"image\" )",
                "Fit( weightsBytes > kvBytes )",
                "TensorType( name == \"Q6_K\" )",
                "$t : TensorType( name == \"F32\" )\n Machine( os != $t.format )",
                "$a : Variant( format == \"gguf\" )\n Variant( quantization != $a.format )"));
    }

    /** A book with one rule a pattern, of all severities in turn. */
    private static RuleBook book(List<String> patterns) throws BookException {
        List<String> severities = List.of("block", "warn", "note", "warn", "block");
        StringBuilder drl = new StringBuilder();
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < patterns.size(); i++) {
            String id = String.format(Locale.ROOT, "ANY-%03d", 10 * (i + 1));
            drl.append("rule \"").append(id).append(" meeting ").append(i).append("\"\n @message( \"It is so.\" )");
            drl.append(" @since( \"1.0\" )\nwhen\n ").append(patterns.get(i)).append("\nthen\n findings.");
            drl.append(severities.get(i % severities.size()))
                    .append("( \"")
                    .append(id)
                    .append("\" );\nend\n");
            cases.append(id).append(":\n  hits: [{case: yes, Question: {}}]\n  misses: [{case: no, Question: {}}]\n");
        }
        return BookLoader.load(Map.of("any/any.drl", drl.toString(), "any/any.cases.yaml", cases.toString()));
    }
}

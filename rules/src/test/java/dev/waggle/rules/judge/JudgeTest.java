package dev.waggle.rules.judge;

import static dev.waggle.rules.judge.Court.ask;
import static dev.waggle.rules.judge.Court.blocks;
import static dev.waggle.rules.judge.Court.described;
import static dev.waggle.rules.judge.Court.machine;
import static dev.waggle.rules.judge.Court.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.fit.Placement;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How verdicts are drawn from what rules find. */
class JudgeTest {
    private static Machine card(String memory, String free) {
        return described("{'name':'mine','os':'linux','cpuArchitecture':'x86_64','cpuFeatures':['avx2'],'cores':8,"
                + "'ramBytes':68719476736,'devices':[{'id':'gpu0','vendor':'nvidia','name':'card','memoryBytes':"
                + memory
                + ",'freeBytes':" + free + ",'computeCapability':'8.9','driverVersion':'580.65.06',"
                + "'unifiedMemory':false,'backends':['cuda','vulkan']}]}");
    }

    @Test
    void judge_refusal_namesEveryReason() {
        Verdict verdict = ask("llama-3.1-8b:Q4_K_M", "llm-worker-rbee-metal", machine("rtx-4090"));
        assertThat(blocks(verdict)).containsExactly("PLT-010", "PLT-020", "PLT-030");
        assertThat(verdict.outcome()).isInstanceOf(Outcome.CannotRun.class);
    }

    @Test
    void judge_engineOlderThanTheArchitecture_namesIt_andAnotherWorkerRunsIt() {
        Verdict old = ask("qwen3-8b:Q4_K_M", "llamacpp-java-cpu", machine("rtx-4090"));
        assertThat(old.findings().get(0).message()).contains("b4916").contains("qwen3");
        assertThat(ask("qwen3-8b:Q4_K_M", "llamacpp-cpu", machine("rtx-4090")).outcome())
                .isInstanceOf(Outcome.Runs.class);
    }

    @Test
    void judge_70BOn24Gigabytes_isPlacedPartly_andSaysWhyNotWhole() {
        Verdict verdict = ask("llama-3.3-70b:Q4_K_M", "llamacpp-cuda", machine("rtx-4090"));
        assertThat(verdict.outcome().placement()).contains(Placement.MOST_LAYERS_ON_DEVICE);
        assertThat(verdict.findings().get(0).rule()).isEqualTo("MEM-010");
        assertThat(verdict.findings().get(0).severity()).isEqualTo("warn");
        assertThat(verdict.findings().get(0).message())
                .contains("all-on-device")
                .contains("gpu0");
    }

    @Test
    void judge_unknownVram_isUnknownAndNeverRuns() {
        Verdict verdict = ask("llama-3.2-1b:Q4_K_M", "llamacpp-cuda", card("null", "null"));
        assertThat(verdict.outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(rules(verdict)).contains("MEM-010");
    }

    @Test
    void judge_machineOfWhichNothingIsKnown_neverRunsAnything() {
        Machine nothing = described("{'name':'mystery','devices':[{'id':'gpu0'}]}");
        for (Verdict verdict : Court.JUDGE.judge(Court.query("llama-3.2-1b:Q4_K_M", nothing, Wish.none())))
            assertThat(verdict.outcome().placement()).as(verdict.worker().id()).isEmpty();
    }

    @Test
    void judge_freeMemoryTooSmall_isACaveat() {
        Verdict verdict = ask("llama-3.1-8b:Q4_K_M", "llamacpp-cuda", card("25769803776", "4000000000"));
        assertThat(verdict.outcome()).isInstanceOf(Outcome.RunsWithCaveats.class);
        assertThat(rules(verdict)).contains("MEM-020");
    }

    @Test
    void judge_oldDriver_isRefusedWithBothVersions() {
        Machine old = described(
                "{'name':'old','os':'linux','cpuArchitecture':'x86_64','cpuFeatures':['avx'],'ramBytes':68719476736,"
                        + "'devices':[{'id':'gpu0','vendor':'nvidia','name':'card','memoryBytes':25769803776,'computeCapability':'8.9',"
                        + "'driverVersion':'550.54.14','backends':['cuda']}]}");
        Verdict verdict = ask("llama-3.2-1b:Q4_K_M", "llamacpp-cuda", old);
        assertThat(blocks(verdict)).containsExactly("PLT-050");
        assertThat(verdict.findings().get(0).message()).contains("550.54.14").contains("580");
        assertThat(blocks(ask("llama-3.2-1b:Q4_K_M", "llamacpp-java-cpu", old))).containsExactly("PLT-060");
    }

    @Test
    void judge_twoCards_shareAModelThatOneCannotHold() {
        Verdict two = ask("llama-3.3-70b:Q4_K_M", "llamacpp-cuda", machine("2x-rtx-3090"));
        assertThat(two.outcome().placement()).contains(Placement.ALL_ON_DEVICE);
        assertThat(two.fit()).isNotNull();
        assertThat(two.fit().devices().stream().map(each -> each.part().device()))
                .contains("gpu0", "gpu1");
        assertThat(blocks(ask("llama-3.3-70b:Q4_K_M", "llm-worker-rbee-cuda", machine("2x-rtx-3090"))))
                .as("candle uses one card")
                .containsExactly("MEM-010");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 4, 6, 8, 10, 12, 16, 24, 48, 80})
    void judge_moreMemory_neverTurnsYesIntoNo(long gigabytes) {
        String less = String.valueOf(gigabytes << 30);
        String more = String.valueOf((gigabytes << 30) + (1L << 30));
        for (String subject : List.of("llama-3.1-8b:Q8_0", "mixtral-8x7b:Q4_K_M", "gemma-3-12b:Q6_K")) {
            Query small = Court.query(subject, card(less, "null"), Wish.none());
            Query large = Court.query(subject, card(more, "null"), Wish.none());
            List<Verdict> before = Court.JUDGE.judge(small);
            List<Verdict> after = Court.JUDGE.judge(large);
            for (int i = 0; i < before.size(); i++)
                if (before.get(i).outcome().placement().isPresent())
                    assertThat(after.get(i).outcome().placement())
                            .as(subject + " " + before.get(i).worker().id())
                            .isPresent();
        }
    }

    @Test
    void judge_engine_isTheOneOfTheMachinesSystem() {
        for (String os : List.of("'linux'", "'windows'", "'macos'", "null")) {
            Verdict verdict = ask("llama-3.2-1b:Q4_K_M", "llamacpp-cpu", onSystem(os));
            boolean older = os.equals("'windows'") || os.equals("'macos'");
            assertThat(verdict.worker().engine().version()).as(os).isEqualTo(older ? "0.4.0" : "0.5.0");
            assertThat(verdict.confidence())
                    .as("only 0.5.0 was seen generating")
                    .isEqualTo(older ? Confidence.EXPECTED : Confidence.TESTED);
        }
    }

    private static Machine onSystem(String os) {
        return described("{'name':'m','os':" + os + ",'cpuArchitecture':'x86_64','cpuFeatures':['avx2'],"
                + "'ramBytes':68719476736,'devices':[]}");
    }

    @Test
    void judge_sameQuestion_givesTheSameAnswer() {
        Query query = Court.query("mixtral-8x7b:Q4_K_M", machine("rtx-4090"), Wish.none());
        assertThat(Court.JUDGE.judge(query)).isEqualTo(Court.JUDGE.judge(query));
    }

    @Test
    void judge_task_isWhatTheModelIsForUnlessAsked() {
        Wish chat = new Wish("chat", null, null, null, null, Set.of());
        assertThat(blocks(ask(Court.query("bge-large-en-v1.5:F16", machine("rtx-4090"), chat), "llamacpp-cuda")))
                .contains("TSK-020");
        assertThat(ask("bge-large-en-v1.5:F16", "llamacpp-cuda", machine("rtx-4090"))
                        .outcome())
                .isInstanceOf(Outcome.Runs.class);
    }

    @Test
    void cannotRun_withoutAReason_isImpossible() {
        assertThatThrownBy(() -> new Outcome.CannotRun(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void recommendation_onATwentyFourGigabyteCard_isWholeOnIt() {
        List<Verdict> all = new ArrayList<>();
        for (String variant : List.of("Q4_K_M", "Q8_0"))
            all.addAll(Court.JUDGE.judge(Court.query("llama-3.1-8b:" + variant, machine("rtx-4090"), Wish.none())));
        Verdict best = new Recommendation(Court.CATALOG.policy()).best(all).orElseThrow();
        assertThat(best.worker().id()).isEqualTo("llamacpp-cuda");
        assertThat(best.variant()).isEqualTo("Q8_0");
    }

    /** The best of five medians of the thread's own processor time, since the machine may be shared. */
    @Test
    void judge_oneQuestionOverAllWorkers_takesAtMostAMillisecondWarm() {
        Query query = Court.query("llama-3.1-8b:Q4_K_M", machine("rtx-4090"), Wish.none());
        for (int i = 0; i < 3_000; i++)
            assertThat(Court.JUDGE.judge(query)).hasSize(Court.workers().size());
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) best = Math.min(best, medianMillis(query));
        System.out.printf(
                "one question over %d workers: median %.2f ms%n",
                Court.workers().size(), best);
        assertThat(best).isLessThan(1);
    }

    private static double medianMillis(Query query) {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        double[] millis = new double[201];
        for (int i = 0; i < millis.length; i++) {
            long start = clock.getCurrentThreadCpuTime();
            Court.JUDGE.judge(query);
            millis[i] = (clock.getCurrentThreadCpuTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[millis.length / 2];
    }
}

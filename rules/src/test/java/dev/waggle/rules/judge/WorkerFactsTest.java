package dev.waggle.rules.judge;

import static dev.waggle.rules.judge.Court.ask;
import static dev.waggle.rules.judge.Court.blocks;
import static dev.waggle.rules.judge.Court.machine;
import static dev.waggle.rules.judge.Court.model;
import static dev.waggle.rules.judge.Court.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.fit.Fit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is known of the rbee workers decides cells: one test a fact, numbered as in the record of those workers. */
class WorkerFactsTest {
    private static final String CUDA = "llm-worker-rbee-cuda";

    private static Query local(String format, String architecture, List<String> tokenizerFiles) {
        VariantEntry variant =
                new VariantEntry("X", format, architecture, "F16", Set.of("F16"), 1_000_000L, 2_000_000L, 2048L, null);
        ModelEntry model = new ModelEntry(
                "local",
                "Local",
                null,
                null,
                false,
                List.of("chat"),
                tokenizerFiles,
                List.of(variant),
                false,
                "a test");
        return new Query(model, variant, "there", machine("rtx-4090"), false, Court.workers(), Wish.none());
    }

    @Test
    void fact1_phi3AsSafetensors_isRefusedWhileItsGgufIsAccepted() {
        assertThat(blocks(ask("phi-3-mini:BF16", CUDA, machine("rtx-4090")))).containsExactly("ARC-010");
        assertThat(ask("phi-3-mini:Q4_K_M", CUDA, machine("rtx-4090")).outcome())
                .isInstanceOf(Outcome.Runs.class);
    }

    @Test
    void fact1_mistral_isReadFromSafetensorsOnly() {
        assertThat(blocks(ask(local("gguf", "mistral", List.of()), CUDA))).contains("ARC-010");
        assertThat(blocks(ask(local("safetensors", "mistral", List.of("tokenizer.json")), CUDA)))
                .doesNotContain("ARC-010");
    }

    @Test
    void fact1_gemma_isReadFromNeither() {
        for (String format : List.of("gguf", "safetensors"))
            assertThat(blocks(ask(local(format, "gemma2", List.of("tokenizer.json")), CUDA)))
                    .contains("ARC-010");
    }

    @Test
    void fact2_ggufOnCandle_isExpectedAtMost_safetensorsLlamaIsTested() {
        assertThat(ask("llama-3.2-1b:Q8_0", CUDA, machine("rtx-4090")).confidence())
                .isNotEqualTo(Confidence.TESTED);
        assertThat(ask("llama-3.2-1b:BF16", CUDA, machine("rtx-4090")).confidence())
                .isEqualTo(Confidence.TESTED);
    }

    @Test
    void fact3_safetensors_takeFourBytesAParameter() {
        Verdict verdict = ask("llama-3.1-8b:BF16", CUDA, machine("rtx-4090"));
        assertThat(blocks(verdict)).containsExactly("MEM-010");
        assertThat(rules(verdict)).contains("FMT-020");
        assertThat(verdict.fit()).isNotNull();
        Fit.Part gpu = verdict.fit().devices().get(0).part();
        Long parameters = model("llama-3.1-8b").variant("BF16").orElseThrow().parameters();
        assertThat(parameters).isNotNull();
        assertThat(gpu.weightsBytes()).isEqualTo(parameters * 4);
    }

    @Test
    void fact4_contextAboveTheLimit_isACaveatAndNoRefusal() {
        Wish wish = new Wish(null, 8_192L, null, null, null, Set.of());
        Query query = Court.query("llama-3.1-8b:Q4_K_M", machine("rtx-4090"), wish);
        Verdict verdict = ask(query, CUDA);
        assertThat(verdict.outcome()).isInstanceOf(Outcome.RunsWithCaveats.class);
        assertThat(verdict.findings())
                .anySatisfy(finding ->
                        assertThat(finding.message()).contains("4,096").contains("truncated"));
        assertThat(rules(ask(query, "llamacpp-cuda"))).doesNotContain("CTX-010");
    }

    @Test
    void fact5_tokenizerModelAlone_isRefused() {
        assertThat(blocks(ask(local("safetensors", "llama", List.of("tokenizer.model")), CUDA)))
                .containsExactly("TOK-010");
        assertThat(blocks(ask(local("gguf", "llama", List.of()), CUDA))).isEmpty();
    }

    @Test
    void fact6_iqAndMxfp4_areNotDecoded() {
        assertThat(blocks(ask("gpt-oss-20b:MXFP4", CUDA, machine("rtx-4090")))).contains("QNT-010");
        assertThat(blocks(ask("gpt-oss-20b:MXFP4", "llamacpp-cuda", machine("rtx-4090"))))
                .isEmpty();
    }

    @Test
    void fact7_cudaWorker_neverFallsBack() {
        for (String place : List.of("rx-7900-xtx", "cpu-16gb", "arc-a770"))
            assertThat(blocks(ask("llama-3.2-1b:Q4_K_M", CUDA, machine(place))))
                    .as(place)
                    .contains("PLT-030");
        assertThat(blocks(ask("llama-3.3-70b:Q4_K_M", CUDA, machine("rtx-4090"))))
                .containsExactly("MEM-010");
    }

    @Test
    void fact8_parametersItIgnores_areNamed() {
        Wish wish = new Wish(null, null, null, null, null, Set.of("seed", "stop", "temperature"));
        Verdict verdict = ask(Court.query("llama-3.2-1b:Q4_K_M", machine("rtx-4090"), wish), CUDA);
        assertThat(verdict.findings().stream()
                        .filter(finding -> finding.rule().equals("PAR-010"))
                        .map(Finding::message))
                .hasSize(2)
                .anyMatch(message -> message.contains("ignores seed"))
                .anyMatch(message -> message.contains("ignores stop"));
    }

    @Test
    void fact9_imageAndChat_neverMeet() {
        assertThat(blocks(ask("stable-diffusion-xl:F16", CUDA, machine("rtx-4090"))))
                .contains("TSK-010");
        assertThat(blocks(ask("llama-3.2-1b:BF16", "sd-worker-rbee-cuda", machine("rtx-4090"))))
                .contains("TSK-010");
        assertThat(blocks(ask("stable-diffusion-xl:F16", "sd-worker-rbee-cuda", machine("rtx-4090"))))
                .isEmpty();
    }
}

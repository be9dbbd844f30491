package dev.waggle.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.ModelFile;
import dev.waggle.rules.fit.Fit;
import dev.waggle.rules.fit.FitAnswer;
import dev.waggle.rules.fit.FitQuestion;
import dev.waggle.rules.fit.FitRules;
import dev.waggle.rules.fit.FitSettings;
import dev.waggle.rules.fit.Placement;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a row of an architecture says is what memory is computed by. */
class ArchitectureRowsTest {
    private static final String GRAPHS = "graphs/llamacpp-0.5.yaml";
    private static final Catalog SHIPPED = CatalogLoader.embedded();

    @TempDir
    Path folder = Path.of("");

    private static FitAnswer ask(Catalog catalog, String engine, String model) {
        ModelEntry entry = Objects.requireNonNull(catalog.models().get(model));
        ModelFile file =
                Objects.requireNonNull(entry.variant("Q4_K_M").orElseThrow().file());
        FitRules rules =
                Objects.requireNonNull(catalog.engines().get(engine)).memory().orElseThrow();
        FitSettings settings = FitSettings.of(32_768, 1, "f16", true);
        return rules.fit(new FitQuestion(file, false, settings, Placement.HOST, List.of(), 1L << 50, 0, 0));
    }

    private static Fit fit(Catalog catalog, String model) {
        return ((FitAnswer.Known) ask(catalog, "llama.cpp-0.5.0", model)).fit();
    }

    private static long cacheBytes(Fit fit) {
        return fit.parts().get(0).kvBytes();
    }

    private Catalog changed(String from, String to) {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.change(GRAPHS, from, to);
        return copy.load();
    }

    @Test
    void engines_ofOneName_shareTheirArithmetic() {
        EngineEntry one = Objects.requireNonNull(SHIPPED.engines().get("llama.cpp-0.5.0"));
        EngineEntry other = Objects.requireNonNull(SHIPPED.engines().get("llama.cpp-0.4.0"));
        assertThat(one.memory().orElseThrow()).isSameAs(other.memory().orElseThrow());
        for (EngineEntry engine : SHIPPED.engines().values())
            assertThat(engine.memory().map(FitRules::name).orElse("none")).isEqualTo(engine.fitRules());
    }

    @Test
    void row_removed_isGuessedAndNotExact() {
        Fit shipped = fit(SHIPPED, "llama-3.1-8b");
        Fit guessed = fit(changed("  - {name: llama}\n", ""), "llama-3.1-8b");
        assertThat(shipped.exact()).isTrue();
        assertThat(guessed.exact()).isFalse();
        assertThat(guessed.parts()).isEqualTo(shipped.parts());
    }

    @Test
    void window_ofALongerPeriod_cachesLess() {
        String row = "{name: gemma2, traits: [scales-embeddings], window: {period: ";
        assertThat(cacheBytes(fit(changed(row + 2, row + 7), "gemma-2-9b")))
                .isLessThan(cacheBytes(fit(SHIPPED, "gemma-2-9b")));
    }

    @Test
    void graph_ofAnotherKind_needsWhatTheFileLacks() {
        Catalog catalog = changed("{name: llama}", "{name: llama, graph: mamba}");
        assertThat(ask(catalog, "llama.cpp-0.5.0", "llama-3.1-8b")).isInstanceOf(FitAnswer.Unknown.class);
    }

    @Test
    void cache_unknown_isUnknownInBothGenerations() {
        Catalog catalog = changed("{name: llama}", "{name: llama, cache: unknown}");
        for (String engine : List.of("llama.cpp-0.5.0", "llama.cpp-b4916"))
            assertThat(ask(catalog, engine, "llama-3.1-8b"))
                    .isInstanceOfSatisfying(
                            FitAnswer.Unknown.class,
                            unknown -> assertThat(unknown.why()).contains("no rule for the cache"));
    }
}

package dev.waggle.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a row of an architecture can be bad is refused with file, line and name. */
@Tag("slow")
class BadArchitectureTest {
    private static final String GRAPHS = "graphs/llamacpp-0.5.yaml";

    @TempDir
    Path folder = Path.of("");

    private static Arguments bad(String why, String from, String to, String... mentions) {
        return Arguments.of(why, from, to, List.of(mentions));
    }

    static List<Arguments> rows() {
        return List.of(
                bad("unknown field", "smollm3, rotates:", "smollm3, rotate:", "'rotate'", "Maybe you meant 'rotates'"),
                bad("no name", "{name: smollm3, ", "{", "no 'name'"),
                bad("architecture of no engine", "{name: qwen2vl}", "{name: qwen2vll}", "meant 'qwen2vl'"),
                bad("architecture twice", "{name: qwen2vl}", "{name: qwen2}", "qwen2", "'qwen2' again", "each archi"),
                bad("unknown graph", "graph: falcon-h1", "graph: falcon-h2", "decoder, bert", "meant 'falcon-h1'"),
                bad("unknown layout", "layout: experts-beside", "layout: expert-beside", "meant 'experts-beside'"),
                bad("unknown rotation", "three-of-four", "three-of-for", "if-finetuned", "meant 'three-of-four'"),
                bad(
                        "unknown trait",
                        "[keeps-last-stream]",
                        "[keep-last-stream]",
                        "/traits/0",
                        "meant 'keeps-last-stream'"),
                bad("trait twice", "[keeps-last-stream]", "[embeds, embeds]", "'embeds'", "each once"),
                bad("unknown word for experts", "glm4moe, experts: by-keys", "glm4moe, experts: by-key", "'by-keys'"),
                bad("unknown gating", "softmax-of-chosen", "softmax-of-all", "/experts/gating", "softmax, sigmoid"),
                bad("unknown field of experts", "shared: silu-ratio", "share: silu-ratio", "meant 'shared'"),
                bad("yes instead of true", "weighsInput: true", "weighsInput: yes", "'yes'", "true or false"),
                bad("layout of a graph without", "graph: jamba", "graph: jamba, layout: by-keys", "jamba", "decoder"),
                bad(
                        "rotation of a graph without",
                        "latent-scaled",
                        "latent-scaled, rotates: none",
                        "no use",
                        "decoder"),
                bad(
                        "experts of no record",
                        "{name: afmoe, graph: guessed",
                        "{name: afmoe, graph: guessed, experts: by-keys",
                        "'guessed'"),
                bad(
                        "window as a number",
                        "gemma2, traits: [scales-embeddings], window: {period: 2}",
                        "gemma2, window: 2",
                        "a map"),
                bad("unknown word for a window", "window: none", "window: no", "'no'", "allowed: none"),
                bad("period below 0", "window: {period: 8}", "window: {period: -1}", "0 to"),
                bad("window of no tokens", "tokens: 8192", "tokens: 0", "1 to"),
                bad("layer that sees all", "{period: 3, whole: first}", "{period: 3, whole: fist}", "meant 'first'"),
                bad("unknown cache", "{name: dream, cache: none}", "{name: dream, cache: non}", "none, unknown"),
                bad(
                        "layers of no cache",
                        "{name: dream, cache: none}",
                        "{name: dream, cache: none, cachedLayers: 2}",
                        "without a cache"),
                bad(
                        "layers and shared caches",
                        "sharesCaches: true",
                        "sharesCaches: true, cachedLayers: 2",
                        "one of them"),
                bad("cached layers below 1", "cachedLayers: 20", "cachedLayers: 0", "1 to"),
                bad(
                        "output as a truth",
                        "{name: neo-bert, traits: [embeds], cache: none, output: none}",
                        "{name: neo-bert, output: false}",
                        "text"),
                bad("row that is no map", "{name: qwen2vl}", "qwen2vl", "a map of fields"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void load_badRow_isRefusedWithFileAndLine(String why, String from, String to, List<String> mentions) {
        CatalogCopy copy = new CatalogCopy(folder);
        int line = copy.change(GRAPHS, from, to);
        CatalogException refusal = copy.refusal();
        assertThat(refusal).as(why).hasMessageContainingAll(mentions.toArray(new String[0]));
        assertThat(refusal).hasMessageStartingWith(GRAPHS + ":" + line + ": ");
        assertThat(refusal.line()).hasValue(line);
    }

    @Test
    void load_badRow_isCalledByItsArchitecture() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.change(GRAPHS, "graph: falcon-h1", "graph: falcon");
        assertThat(copy.refusal().id()).hasValue("falcon-h1");
        assertThat(copy.refusal().pointer()).matches("/architectures/[0-9]+/graph");
    }

    @Test
    void load_withoutTheFile_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.delete(GRAPHS);
        assertThat(copy.refusal()).hasMessageStartingWith(GRAPHS + ": no such file");
    }

    @Test
    void load_withoutSource_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.change(GRAPHS, "source: >-", "recalled: >-");
        assertThat(copy.refusal()).hasMessageStartingWith(GRAPHS + ":").hasMessageContaining("no 'source'");
    }

    @Test
    void load_anotherFileOfGraphs_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.write("graphs/llamacpp-0.6.yaml", "id: llamacpp-0.6\n");
        assertThat(copy.refusal()).hasMessageStartingWith("graphs/llamacpp-0.6.yaml: a file that means nothing here");
    }
}

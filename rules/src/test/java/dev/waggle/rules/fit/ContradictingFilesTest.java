package dev.waggle.rules.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.models.HyperParameters;
import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgufTensor;
import dev.waggle.models.gguf.GgufValue;
import dev.waggle.models.gguf.GgufValueType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose keys and tensors contradict each other get a reason, never a number. */
class ContradictingFilesTest {
    private final FitRules rules = ShippedRules.of("llamacpp-0.5");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void tensor_missing_isNamed() throws Exception {
        ModelFile model = read("llama32-1b");
        ModelFile without = withTensors(
                model,
                model.tensors().stream()
                        .filter(tensor -> !tensor.name().equals("blk.3.ffn_up.weight"))
                        .toList());
        assertThat(why(without)).contains("no tensor 'blk.3.ffn_up.weight'");
    }

    @Test
    void tensor_ofAnotherWidth_isNamedWithBothShapes() throws Exception {
        ModelFile model = read("llama32-1b");
        ModelFile narrow = changed(
                model,
                tensor -> tensor.name().equals("blk.5.attn_output.weight")
                        ? new GgufTensor(tensor.name(), List.of(1_024L, 2_048L), tensor.type(), tensor.offset())
                        : tensor);
        assertThat(why(narrow)).contains("blk.5.attn_output.weight", "1024 × 2048", "2048 × ");
    }

    @Test
    void heads_contradictingTheQueries_areRefused() throws Exception {
        ModelFile model = read("llama32-1b");
        assertThat(why(withKey(model, "attention.head_count", 24))).contains("contradict");
    }

    @Test
    void expertsUsed_outOfRange_namesTheKey() throws Exception {
        ModelFile model = read("mixtral-8x7b");
        assertThat(why(withKey(model, "expert_used_count", 0))).contains("expert_used_count", "allowed: 1 to");
        assertThat(why(withKey(model, "expert_used_count", 9))).contains("expert_used_count", "8");
    }

    private ModelFile read(String name) throws Exception {
        return ModelFile.read(ModelHeaders.restore(name, folder));
    }

    private String why(ModelFile model) {
        FitSettings settings = FitSettings.of(4_096, 1, "f16", true);
        FitAnswer answer =
                rules.fit(new FitQuestion(model, false, settings, Placement.HOST, List.of(), Long.MAX_VALUE, 0, 0));
        if (answer instanceof FitAnswer.Unknown unknown) return unknown.why();
        throw new AssertionError("a number was made up: " + answer);
    }

    private static ModelFile changed(ModelFile model, UnaryOperator<GgufTensor> change) {
        return withTensors(model, model.tensors().stream().map(change).toList());
    }

    private static ModelFile withTensors(ModelFile model, List<GgufTensor> tensors) {
        return with(model, model.keys(), tensors);
    }

    private static ModelFile withKey(ModelFile model, String key, long value) {
        Map<String, GgufValue> values = new HashMap<>(model.keys().values());
        values.put(key, new GgufValue.Whole(GgufValueType.UINT32, value));
        return with(model, new HyperParameters(values), model.tensors());
    }

    private static ModelFile with(ModelFile model, HyperParameters keys, List<GgufTensor> tensors) {
        return new ModelFile(
                model.files(),
                model.format(),
                model.architecture(),
                model.name(),
                model.quantization(),
                model.parameters(),
                model.activeParameters(),
                model.fileBytes(),
                model.contextTokens(),
                model.tokenizer(),
                model.chatTemplate(),
                model.tiedEmbeddings(),
                model.shape(),
                keys,
                tensors);
    }
}

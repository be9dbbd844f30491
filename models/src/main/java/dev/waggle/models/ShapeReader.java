package dev.waggle.models;

import dev.waggle.models.ModelShape.Attention;
import dev.waggle.models.ModelShape.Experts;
import dev.waggle.models.ModelShape.Latent;
import dev.waggle.models.ModelShape.Recurrent;
import dev.waggle.models.ModelShape.ShortConvolution;
import dev.waggle.models.ModelShape.SlidingWindow;
import dev.waggle.models.ModelShape.StateSpace;
import dev.waggle.models.ModelShape.TimeMix;
import dev.waggle.models.gguf.GgufHeader;
import dev.waggle.models.gguf.GgufTensor;
import dev.waggle.models.gguf.GgufValue;
import dev.waggle.models.io.ModelFileException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Derives a shape from the keys of a GGUF header. Names and defaults of keys are llama.cpp's (llama-arch.cpp and
 * llama-model.cpp, 0.5.0).
 */
final class ShapeReader {
    private final GgufHeader header;
    private final ArchitectureKeys keys;

    private ShapeReader(GgufHeader header, ArchitectureKeys keys) {
        this.header = header;
        this.keys = keys;
    }

    /** The shape, or the name of the essential key the file lacks. */
    static ShapeReading read(GgufHeader header, String architecture) throws ModelFileException {
        ArchitectureKeys keys = new ArchitectureKeys(header, architecture);
        for (String key : List.of("block_count", "embedding_length"))
            if (!keys.has(key)) return new ShapeReading.Unknown("the file has no " + architecture + "." + key);
        return new ShapeReading.Known(new ShapeReader(header, keys).shape());
    }

    private ModelShape shape() throws ModelFileException {
        int layers = (int) keys.whole("block_count", 1, ArchitectureKeys.MOST_LAYERS);
        long embedding = keys.whole("embedding_length", 1, ArchitectureKeys.MOST_ELEMENTS);
        List<Long> feedForward = keys.perLayer("feed_forward_length", layers, 0, ArchitectureKeys.MOST_ELEMENTS);
        return new ModelShape(
                layers,
                (int) keys.whole("nextn_predict_layers", 0, layers, 0),
                embedding,
                vocabulary(),
                feedForward,
                attention(layers, embedding),
                experts(layers),
                recurrent());
    }

    private long vocabulary() throws ModelFileException {
        long tokens =
                header.metadata().get("tokenizer.ggml.tokens") instanceof GgufValue.Array list ? list.length() : 0;
        if (tokens == 0) tokens = embeddingRows();
        return keys.whole("vocab_size", 1, ArchitectureKeys.MOST_ELEMENTS, tokens);
    }

    private long embeddingRows() {
        return header.tensors().stream()
                .filter(tensor -> tensor.name().equals("token_embd.weight")
                        && tensor.shape().size() > 1)
                .map(GgufTensor::shape)
                .mapToLong(shape -> shape.get(1))
                .findFirst()
                .orElse(0);
    }

    private @Nullable Attention attention(int layers, long embedding) throws ModelFileException {
        List<Integer> heads = ints(keys.perLayer("attention.head_count", layers, 0, ArchitectureKeys.MOST_HEADS));
        int most = heads.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (most == 0) return null;
        List<Integer> keyValueHeads = keys.has("attention.head_count_kv")
                ? ints(keys.perLayer("attention.head_count_kv", layers, 0, ArchitectureKeys.MOST_HEADS))
                : heads;
        long headLength = embedding / most;
        return new Attention(
                heads,
                keyValueHeads,
                keys.whole("attention.key_length", 1, ArchitectureKeys.MOST_ELEMENTS, headLength),
                keys.whole("attention.value_length", 1, ArchitectureKeys.MOST_ELEMENTS, headLength),
                window(layers),
                latent(),
                (int) keys.whole("attention.shared_kv_layers", 0, layers, 0));
    }

    private static List<Integer> ints(List<Long> numbers) {
        return numbers.stream().map(Long::intValue).toList();
    }

    private @Nullable SlidingWindow window(int layers) throws ModelFileException {
        long tokens = keys.whole("attention.sliding_window", 0, ArchitectureKeys.MOST_ELEMENTS, 0);
        return tokens == 0 ? null : new SlidingWindow(tokens, windowLayers(layers));
    }

    /** A list of truths, or a number p: layer i has a window where i mod p is less than p−1. */
    private List<Boolean> windowLayers(int layers) throws ModelFileException {
        String key = "attention.sliding_window_pattern";
        if (!keys.has(key)) return List.of();
        if (keys.isArray(key)) return keys.truths(key, layers);
        long period = keys.whole(key, 0, ArchitectureKeys.MOST_LAYERS);
        return IntStream.range(0, layers)
                .mapToObj(layer -> period == 0 || layer % period < period - 1)
                .toList();
    }

    private @Nullable Latent latent() throws ModelFileException {
        long rank = keys.whole("attention.kv_lora_rank", 0, ArchitectureKeys.MOST_ELEMENTS, 0);
        if (rank == 0) return null;
        return new Latent(
                rank,
                keys.whole("attention.key_length_mla", 0, ArchitectureKeys.MOST_ELEMENTS, 0),
                keys.whole("attention.value_length_mla", 0, ArchitectureKeys.MOST_ELEMENTS, 0));
    }

    private @Nullable Experts experts(int layers) throws ModelFileException {
        int count = (int) keys.whole("expert_count", 0, ArchitectureKeys.MOST_EXPERTS, 0);
        if (count == 0) return null;
        return new Experts(
                count,
                (int) keys.whole("expert_used_count", 0, count, 0),
                keys.whole("expert_feed_forward_length", 0, ArchitectureKeys.MOST_ELEMENTS, 0),
                keys.whole("expert_shared_feed_forward_length", 0, ArchitectureKeys.MOST_ELEMENTS, 0),
                (int) keys.whole("leading_dense_block_count", 0, layers, 0));
    }

    private @Nullable Recurrent recurrent() throws ModelFileException {
        if (keys.has("ssm.inner_size")) return stateSpace();
        if (keys.has("wkv.head_size"))
            return new TimeMix((int) keys.whole("wkv.head_size", 1, ArchitectureKeys.MOST_HEADS), (int)
                    keys.whole("token_shift_count", 1, 16, 2));
        if (keys.has("shortconv.l_cache"))
            return new ShortConvolution((int) keys.whole("shortconv.l_cache", 1, ArchitectureKeys.MOST_HEADS));
        return null;
    }

    private StateSpace stateSpace() throws ModelFileException {
        return new StateSpace(
                (int) keys.whole("ssm.conv_kernel", 1, ArchitectureKeys.MOST_HEADS, 1),
                keys.whole("ssm.inner_size", 1, ArchitectureKeys.MOST_ELEMENTS),
                keys.whole("ssm.state_size", 0, ArchitectureKeys.MOST_ELEMENTS, 0),
                keys.whole("ssm.time_step_rank", 0, ArchitectureKeys.MOST_ELEMENTS, 0),
                (int) keys.whole("ssm.group_count", 0, ArchitectureKeys.MOST_HEADS, 0),
                (int) keys.whole("full_attention_interval", 0, ArchitectureKeys.MOST_LAYERS, 0));
    }
}

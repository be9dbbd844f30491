package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.models.ModelShape.Attention;
import dev.waggle.models.ShapeReading;
import dev.waggle.models.gguf.GgufTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of candle-transformers' models in F32, as its sources build them: weights as one variable each, keys
 * and values that grow by concatenation ({@code Tensor::cat} in the cache of models/llama.rs), scores of a whole prompt
 * chunk ({@code q.matmul(k)}). No measurement backs it, so it is never exact.
 */
final class CandleRules implements FitRules {
    private static final long ELEMENT_BYTES = 4;

    /** All are the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CandleRules;
    }

    @Override
    public int hashCode() {
        return CandleRules.class.hashCode();
    }

    @Override
    public String name() {
        return "candle-f32";
    }

    @Override
    public FitAnswer fit(FitQuestion question) {
        try {
            return checked(question);
        } catch (ArithmeticException e) {
            return new FitAnswer.Unknown("sizes are beyond what 64 bits count: " + e.getMessage());
        }
    }

    private static FitAnswer checked(FitQuestion question) {
        Offload placement = question.offload();
        if (placement != Placement.ALL_ON_DEVICE && placement != Placement.HOST)
            return new FitAnswer.NotApplicable("candle keeps a model on one device");
        boolean onHost = placement == Placement.HOST;
        if (!onHost && question.devices().isEmpty()) return new FitAnswer.NotApplicable("there is no device");
        if (question.model().shape() instanceof ShapeReading.Unknown unknown)
            return new FitAnswer.Unknown(unknown.why());
        ModelShape shape = ((ShapeReading.Known) question.model().shape()).shape();
        Attention attention = shape.attention();
        if (attention == null || shape.recurrent() != null || attention.latent() != null)
            return new FitAnswer.Unknown("no rule for candle models that do more, or other, than plain attention");
        FitSettings settings = question.settings();
        if (settings.contextTokens() < 1 || settings.sequences() < 1 || settings.ubatchTokens() < 1)
            return new FitAnswer.Unknown("context, sequences and micro-batch must be at least 1");
        int layers = shape.layers() + 1;
        return new FitAnswer.Known(
                new Fit(onHost ? 0 : layers, layers, 0, false, parts(question, shape, attention, onHost), List.of()));
    }

    private static List<Fit.Part> parts(FitQuestion question, ModelShape shape, Attention attention, boolean onHost) {
        FitSettings settings = question.settings();
        long overhead = onHost ? question.hostOverheadBytes() : question.deviceOverheadBytes();
        long logits = Exact.product(ELEMENT_BYTES, shape.vocabulary(), settings.sequences());
        Fit.Part model = new Fit.Part(
                onHost ? "host" : question.devices().get(0).device(),
                weights(question.model(), question.widenToF32()),
                cache(shape, attention, settings),
                0,
                compute(shape, attention, settings),
                logits,
                overhead);
        if (onHost) return List.of(model);
        Fit.Part host = new Fit.Part("host", 0, 0, 0, 0, logits, question.hostOverheadBytes());
        return List.of(model, host);
    }

    /** Every parameter as F32, or the bytes of the file. */
    private static long weights(ModelFile model, boolean widened) {
        if (widened) return Exact.product(ELEMENT_BYTES, model.parameters());
        long sum = 0;
        for (GgufTensor tensor : model.tensors()) sum = Math.addExact(sum, tensor.bytes());
        return sum;
    }

    /** Keys and values of every layer, and one layer's a second time: concatenation needs the old and the new. */
    private static long cache(ModelShape shape, Attention attention, FitSettings settings) {
        long sum = 0;
        long most = 0;
        long lengths = Math.addExact(attention.keyLength(), attention.valueLength());
        for (int layer = 0; layer < shape.layers(); layer++) {
            long bytes = Exact.product(
                    attention.keyValueHeads().get(layer), lengths, settings.contextTokens(), ELEMENT_BYTES);
            sum = Math.addExact(sum, bytes);
            most = Math.max(most, bytes);
        }
        return Math.addExact(sum, most);
    }

    /** The scores of a prompt chunk before and after softmax, keys and values repeated per query head, the streams. */
    private static long compute(ModelShape shape, Attention attention, FitSettings settings) {
        long chunk = Math.min(settings.ubatchTokens(), settings.contextTokens());
        long heads =
                attention.heads().stream().mapToLong(Integer::longValue).max().orElse(0);
        long feedForward = shape.feedForwardLengths().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        long scores = Exact.product(2, heads, chunk, settings.contextTokens(), ELEMENT_BYTES);
        long repeated = Exact.product(
                heads, attention.keyLength() + attention.valueLength(), settings.contextTokens(), ELEMENT_BYTES);
        long streams = Exact.sum(Exact.product(3, feedForward), Exact.product(4, shape.embeddingLength()));
        return Exact.sum(scores, repeated, Exact.product(streams, chunk, ELEMENT_BYTES));
    }
}

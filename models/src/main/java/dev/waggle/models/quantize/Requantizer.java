package dev.waggle.models.quantize;

import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What llama-quantize of llama.cpp 0.5.0 would write, run with a mixture's label and neither an importance matrix nor
 * other options. Only the tensor table is computed.
 */
public final class Requantizer {
    private static final int ALIGNMENT = 32; // GGUF_DEFAULT_ALIGNMENT

    private Requantizer() {}

    /** The labels it can be asked for, such as {@code Q4_K_M}. */
    public static List<String> labels() {
        return Arrays.stream(Mixture.values()).map(Mixture::name).toList();
    }

    /**
     * The model as it would be in another quantization: tensors in the order of llama-quantize with their new types and
     * offsets, all in one file, whose size is in bytes with its header and padding; everything else is the base's.
     *
     * <p>A quantized base stands for the file it was made from, so what is F32, F16 or BF16 in it stays as it is. The
     * header is taken to be as long as the base's: it is about 80 bytes longer where the base lacks the keys
     * {@code general.file_type} and {@code general.quantization_version}.
     *
     * @param quantization one of {@link #labels}
     * @throws IllegalArgumentException where the label is none of them
     */
    public static ModelFile requantize(ModelFile base, String quantization) {
        Mixture mixture = Mixture.byLabel(quantization)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no quantization '" + quantization + "'; allowed: " + String.join(", ", labels())));
        List<GgufTensor> tensors = retyped(FileOrder.sorted(base.tensors()), mixture, Traits.of(base));
        GgufTensor last = tensors.isEmpty() ? null : tensors.get(tensors.size() - 1);
        long dataBytes = last == null ? 0 : padded(last.offset() + last.bytes());
        return new ModelFile(
                base.files(),
                base.format(),
                base.architecture(),
                base.name(),
                quantization,
                base.parameters(),
                base.activeParameters(),
                headerBytes(base) + dataBytes,
                base.contextTokens(),
                base.tokenizer(),
                base.chatTemplate(),
                base.tiedEmbeddings(),
                base.shape(),
                base.keys(),
                tensors);
    }

    private static List<GgufTensor> retyped(List<GgufTensor> sorted, Mixture mixture, Traits traits) {
        boolean fromQuantized = sorted.stream().anyMatch(tensor -> tensor.type().isQuantized());
        TypeChoice choice = new TypeChoice(mixture, traits, sorted);
        List<GgufTensor> tensors = new ArrayList<>(sorted.size());
        long offset = 0;
        for (GgufTensor tensor : sorted) {
            GgmlType chosen = Role.isQuantizable(tensor) ? choice.next(tensor) : tensor.type();
            boolean wasSpared = fromQuantized && !tensor.type().isQuantized();
            GgmlType type = wasSpared ? tensor.type() : chosen;
            GgufTensor retyped = new GgufTensor(tensor.name(), tensor.shape(), type, offset);
            tensors.add(retyped);
            offset = padded(offset + retyped.bytes());
        }
        return tensors;
    }

    /** What the tensors and the padding behind each leave of the base; some bases end without the last padding. */
    private static long headerBytes(ModelFile base) {
        long data = base.tensors().stream()
                .mapToLong(tensor -> padded(tensor.bytes()))
                .sum();
        return Math.max(0, padded(base.fileBytes() - data));
    }

    private static long padded(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}

package dev.waggle.models;

import dev.waggle.models.gguf.GgufHeader;
import dev.waggle.models.gguf.GgufTensor;
import dev.waggle.models.gguf.GgufValue;
import dev.waggle.models.io.ModelFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the headers of a model's files into what they say of the model. */
final class ModelFileReader {
    private static final int ARCHITECTURE_CHARACTERS = 64;

    private final List<GgufHeader> headers;
    private final GgufHeader first;
    private final List<GgufTensor> tensors;

    ModelFileReader(List<GgufHeader> headers) {
        this.headers = headers;
        this.first = headers.get(0);
        this.tensors =
                headers.stream().flatMap(header -> header.tensors().stream()).toList();
    }

    ModelFile read() throws ModelFileException {
        String architecture = architecture();
        ShapeReading shape = ShapeReader.read(first, architecture);
        ArchitectureKeys keys = new ArchitectureKeys(first, architecture);
        return new ModelFile(
                headers.stream().map(GgufHeader::file).toList(),
                "gguf",
                architecture,
                first.text("general.name").orElse(null),
                QuantizationLabel.of(tensors, first.metadata().get("general.file_type")),
                tensors.stream().mapToLong(GgufTensor::elements).sum(),
                tensors.stream().mapToLong(tensor -> active(tensor, shape)).sum(),
                headers.stream().mapToLong(GgufHeader::fileBytes).sum(),
                context(keys),
                first.text("tokenizer.ggml.model").orElse(null),
                first.text("tokenizer.chat_template").orElse(null),
                has("token_embd.weight") && !has("output.weight"),
                shape,
                HyperParameters.of(first, architecture),
                tensors);
    }

    private String architecture() throws ModelFileException {
        GgufValue value = first.metadata().get("general.architecture");
        if (value instanceof GgufValue.Text text && isName(text.value())) return text.value();
        String found = value == null
                ? "no key 'general.architecture'"
                : "'general.architecture' is not the name of an architecture";
        throw ModelFileException.ofFile(
                "no-architecture", first.file(), found, "a short text such as 'llama'", "the file is no model");
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= ARCHITECTURE_CHARACTERS
                && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static @Nullable Long context(ArchitectureKeys keys) throws ModelFileException {
        return keys.has("context_length") ? keys.whole("context_length", 1, ArchitectureKeys.MOST_ELEMENTS) : null;
    }

    private static long active(GgufTensor tensor, ShapeReading reading) {
        boolean isExpert = tensor.name().contains("_exps.");
        if (!isExpert || !(reading instanceof ShapeReading.Known known)) return tensor.elements();
        ModelShape.Experts experts = known.shape().experts();
        if (experts == null || experts.used() == 0) return tensor.elements();
        return tensor.elements() / experts.count() * experts.used();
    }

    private boolean has(String tensorName) {
        return tensors.stream().anyMatch(tensor -> tensor.name().equals(tensorName));
    }
}

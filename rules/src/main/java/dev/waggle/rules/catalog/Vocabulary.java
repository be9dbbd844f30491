package dev.waggle.rules.catalog;

import dev.waggle.rules.facts.Words;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The closed vocabularies of the catalog's fields. */
final class Vocabulary {
    static final List<String> BACKENDS = Words.BACKENDS.fixed();
    static final List<String> BUILD_SYSTEMS = List.of("cargo", "prebuilt");
    static final List<String> CACHE_TYPES = Words.CACHE_TYPES.fixed();
    static final List<String> DEVICE_COUNTS = List.of("one", "all");
    static final List<String> DTYPES = Words.DTYPES.fixed();
    static final List<String> FIT_RULES =
            List.of("llamacpp-0.5", "llamacpp-2025-03", "candle-f32", "vllm-pool", "none");
    static final List<String> FORMATS = Words.FORMATS.fixed();
    static final List<String> IMPLEMENTATIONS = List.of("llm-worker-rbee", "sd-worker-rbee", "llama-cpp-adapter");
    static final List<String> LOADS_AS = List.of("stored", "F32");
    static final List<String> PARAMETERS = Words.PARAMETERS.fixed();
    static final List<String> PLACEMENTS = Words.PLACEMENTS.fixed();

    /** What can be proposed where a model does not simply run. */
    static final List<String> FIXES =
            List.of("shorter-context", "kv-q8_0", "kv-q4_0", "smaller-variant", "other-worker", "other-machine");

    static final List<String> PLATFORMS = Words.PLATFORMS.fixed();
    static final List<String> PROGRAM_SOURCES = List.of("git", "npm", "maven", "installed");
    static final List<String> STARTABLE = List.of("llamacpp-java", "llamacpp", "llama-server", "rbee", "none");
    static final List<String> TASKS = Words.TASKS.fixed();
    static final List<String> TENSOR_TYPES = Words.GGML_TYPES.fixed();
    static final List<String> WORKER_ARCHITECTURES = Words.WORKER_ARCHITECTURES.fixed();

    /** The quantizations that GGUF variants are offered in. */
    static final List<String> QUANTIZATIONS =
            List.of("Q2_K", "Q3_K_M", "Q4_0", "Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0", "F16", "MXFP4");

    private Vocabulary() {}

    /** The words of an enum. */
    static <E> List<String> words(E[] values, Function<E, String> word) {
        return Arrays.stream(values).map(word).toList();
    }

    /** The word of an enum's constant: its name in lower case with '-' between parts. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constants of an enum by their words, in the enum's order. */
    static <E extends Enum<E>> Map<String, E> byWord(E[] values) {
        Map<String, E> byWord = new LinkedHashMap<>();
        for (E value : values) byWord.put(word(value), value);
        return Collections.unmodifiableMap(byWord);
    }

    /** What a word of a vocabulary stands for. */
    static <E> E of(String word, Map<String, E> vocabulary) {
        return Objects.requireNonNull(vocabulary.get(word), word);
    }
}

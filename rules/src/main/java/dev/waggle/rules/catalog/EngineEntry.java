package dev.waggle.rules.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.waggle.rules.fit.FitRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One inference library at one version.
 *
 * @param id such as {@code llama.cpp-0.5.0}
 * @param name the library; several versions share it
 * @param version part of every fact about it
 * @param fitRules the arithmetic that says what memory a model takes: {@code llamacpp-0.5}, {@code llamacpp-2025-03},
 *     {@code candle-f32}, or {@code none} where memory is unknown
 * @param memory that arithmetic; empty where memory is unknown, and no part of the entry's JSON
 * @param formats what it reads, by format
 * @param tensorTypes ggml types it decodes from GGUF
 * @param embeddingArchitectures those of its architectures that only embed
 * @param parameters request parameters that have an effect, camelCase
 * @param positionLimits contexts above which it cuts off
 * @param evidence what really ran
 */
public record EngineEntry(
        String id,
        String name,
        String version,
        String fitRules,
        @JsonIgnore Optional<FitRules> memory,
        Map<String, FormatSupport> formats,
        Set<String> tensorTypes,
        Set<String> embeddingArchitectures,
        Set<String> parameters,
        List<PositionLimit> positionLimits,
        List<Evidence> evidence) {
    /** Copies the collections. */
    public EngineEntry {
        formats = Map.copyOf(formats);
        tensorTypes = Set.copyOf(tensorTypes);
        embeddingArchitectures = Set.copyOf(embeddingArchitectures);
        parameters = Set.copyOf(parameters);
        positionLimits = List.copyOf(positionLimits);
        evidence = List.copyOf(evidence);
    }

    /**
     * What an engine reads of one format.
     *
     * @param architectures GGUF: {@code general.architecture}; safetensors: {@code model_type}
     * @param loadsAs {@code stored}, or {@code F32}: 4 bytes a parameter whatever the file's type
     * @param tokenizerFiles files that must lie beside the model; empty where the tokenizer is in the file or not needed
     * @param dtypes tensor types of safetensors it reads; empty for GGUF
     */
    public record FormatSupport(
            Set<String> architectures, String loadsAs, List<String> tokenizerFiles, Set<String> dtypes) {
        /** Copies the collections. */
        public FormatSupport {
            architectures = Set.copyOf(architectures);
            tokenizerFiles = List.copyOf(tokenizerFiles);
            dtypes = Set.copyOf(dtypes);
        }
    }

    /** A context, in tokens, above which the engine cuts off models of this format and architecture. */
    public record PositionLimit(String format, String architecture, long tokens) {}

    /** A generation somebody saw. */
    public record Evidence(String format, String architecture, String backend, String source) {}
}

package dev.waggle.rules.facts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

@Means(value = "a worker that could load it", from = "the catalog: the worker's row and its engine's")
public record Worker(
        int target,

        @Means(value = "the worker's id", words = Words.WORKERS) @Nullable
        String worker,

        @Means(value = "the worker's one backend", words = Words.BACKENDS) @Nullable
        String backend,

        @Means(value = "the worker's engine and its version; such as llama.cpp 0.5.0", words = Words.ENGINES) @Nullable
        String engine,

        @Means(value = "the operating systems that the worker is built for", words = Words.PLATFORMS) @Nullable
        Set<String> platforms,

        @Means(value = "the processors that the worker is built for", words = Words.WORKER_ARCHITECTURES) @Nullable
        Set<String> cpuArchitectures,

        @Means(value = "the file formats that the worker reads", words = Words.FORMATS) @Nullable
        Set<String> formats,

        @Means(value = "the architectures that the worker reads from any format", words = Words.ARCHITECTURES) @Nullable
        Set<String> architectures,

        @Means(
                value = "the architectures that the worker reads, each with a format; as gguf/llama",
                words = Words.FORMAT_ARCHITECTURES)
        @Nullable
        Set<String> pairs,

        @Means(
                value = "the element types that the worker decodes, each with a format; as gguf/Q4_K",
                words = Words.FORMAT_TYPES)
        @Nullable
        Set<String> tensorTypes,

        @Means(
                value = "the formats whose weights the worker holds as F32; whatever the file says",
                words = Words.FORMATS)
        @Nullable
        Set<String> widenedFormats,

        @Means(value = "what the worker does", words = Words.TASKS) @Nullable
        Set<String> tasks,

        @Means(value = "the request parameters that the worker obeys", words = Words.PARAMETERS) @Nullable
        Set<String> parameters)
        implements RuleFact {}

package dev.waggle.rules.facts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A worker that could load it.
 *
 * @param target the worker's number
 * @param worker its id
 * @param backend its one backend
 * @param engine its engine and version, such as {@code llama.cpp 0.5.0}
 * @param platforms operating systems it runs on
 * @param cpuArchitectures processors it is built for
 * @param formats formats it reads
 * @param architectures architectures it reads from any format
 * @param pairs format and architecture together, as {@code gguf/llama}: what it reads
 * @param tensorTypes format and element type together, as {@code gguf/Q4_K}: what it decodes
 * @param widenedFormats formats whose weights it holds as F32 whatever the file says
 * @param tasks what it does
 * @param parameters request parameters it obeys
 */
public record Worker(
        int target,
        @Nullable String worker,
        @Nullable String backend,
        @Nullable String engine,
        @Nullable Set<String> platforms,
        @Nullable Set<String> cpuArchitectures,
        @Nullable Set<String> formats,
        @Nullable Set<String> architectures,
        @Nullable Set<String> pairs,
        @Nullable Set<String> tensorTypes,
        @Nullable Set<String> widenedFormats,
        @Nullable Set<String> tasks,
        @Nullable Set<String> parameters)
        implements RuleFact {}

package dev.waggle.rules.facts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The machine it would run on.
 *
 * @param machine its name
 * @param os linux, macos, windows, …
 * @param cpuArchitecture x86_64, aarch64, …
 * @param cpuFeatures extensions every core has
 * @param backends every backend its devices offer, and cpu
 */
public record Machine(
        @Nullable String machine,
        @Nullable String os,
        @Nullable String cpuArchitecture,
        @Nullable Set<String> cpuFeatures,
        @Nullable Set<String> backends)
        implements RuleFact {}

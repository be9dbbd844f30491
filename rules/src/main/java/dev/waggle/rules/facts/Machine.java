package dev.waggle.rules.facts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

@Means(value = "the machine it would run on", from = "the machine: detected, described in a file, or a named one")
public record Machine(
        @Means("the machine's name") @Nullable String machine,

        @Means(value = "the machine's operating system", words = Words.OPERATING_SYSTEMS) @Nullable
        String os,

        @Means(value = "the machine's processor architecture", words = Words.CPU_ARCHITECTURES) @Nullable
        String cpuArchitecture,

        @Means(value = "the extensions that every core has", words = Words.CPU_FEATURES) @Nullable
        Set<String> cpuFeatures,

        @Means(
                value = "the backends that the machine's devices offer; cpu is always among them",
                words = Words.BACKENDS)
        @Nullable
        Set<String> backends)
        implements RuleFact {}

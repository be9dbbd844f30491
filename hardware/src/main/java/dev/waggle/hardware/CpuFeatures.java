package dev.waggle.hardware;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words for processor extensions that inference programs are built for, and how each system spells them. The
 * spelling is that of Linux's /proc/cpuinfo for x86 (but {@code sse3} for its {@code pni}) and of compilers' {@code
 * -march} for ARM ({@code neon}, {@code dotprod}, {@code fp16}).
 */
public final class CpuFeatures {
    private static final String WORDS = "sse3 ssse3 sse4_1 sse4_2 popcnt avx f16c fma bmi1 bmi2 avx2 avx_vnni avx512f"
            + " avx512bw avx512cd avx512dq avx512vl avx512vbmi avx512_vnni avx512_bf16 avx512_fp16 amx_tile amx_int8"
            + " amx_bf16 amx_fp16 neon fp16 dotprod i8mm bf16 sve sve2 sme sme2";
    private static final Set<String> VOCABULARY = Collections.unmodifiableSet(new TreeSet<>(words(WORDS)));
    private static final Map<String, String> SPELLINGS = spellings();

    private CpuFeatures() {}

    /** Every word this program itself uses, sorted. */
    public static Set<String> vocabulary() {
        return VOCABULARY;
    }

    /**
     * Reads what OSHI's {@code getFeatureFlags} gives: on Linux the distinct flags lines of /proc/cpuinfo, on macOS
     * the lines of {@code sysctl hw.optional} (Apple silicon) or {@code machdep.cpu} (Intel), on Windows the names of
     * the {@code PF_} constants that IsProcessorFeaturePresent affirms.
     *
     * @return the words of the vocabulary that every core has; unknown when nothing was recognised
     */
    static Fact<Set<String>> parse(List<String> lines, String source) {
        Set<String> found = new TreeSet<>();
        lines.stream().map(line -> line.strip().toLowerCase(Locale.ROOT)).forEach(line -> {
            if (line.startsWith("machdep.cpu.")) {
                found.addAll(recognised(afterColon(line)));
            } else if (line.startsWith("hw.optional.") && line.endsWith(": 1")) {
                found.addAll(recognised(line.substring(0, line.length() - 3)));
            } else if (line.startsWith("pf_")) {
                found.addAll(recognised(line));
            }
        });
        addWhatWindowsCannotTell(lines, found);
        found.addAll(sharedByAllLinuxCores(lines));
        if (found.isEmpty()) {
            return Fact.unknown(source + " gave no processor flag this program knows (" + lines.size() + " lines)");
        }
        return Fact.known(found, source);
    }

    /** A thread may be moved to any core, so where kinds of cores differ only what all of them have counts. */
    private static Set<String> sharedByAllLinuxCores(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("flags") || line.startsWith("features"))
                .map(line -> recognised(afterColon(line)))
                .reduce((left, right) -> {
                    Set<String> both = new HashSet<>(left);
                    both.retainAll(right);
                    return both;
                })
                .orElse(Set.of());
    }

    /** Windows has no constant for these, and every processor with AVX2 that runs it (Haswell, Zen on) has them. */
    private static void addWhatWindowsCannotTell(List<String> lines, Set<String> found) {
        if (found.contains("avx2") && lines.stream().anyMatch(line -> line.startsWith("PF_"))) {
            found.addAll(List.of("fma", "f16c", "bmi1", "bmi2", "popcnt"));
        }
    }

    private static Set<String> recognised(String text) {
        Set<String> found = new HashSet<>();
        for (String word : words(text)) {
            String feature = SPELLINGS.get(word);
            if (feature != null) {
                found.add(feature);
            }
        }
        return found;
    }

    private static String afterColon(String line) {
        return line.substring(line.indexOf(':') + 1);
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("\\s+", -1));
    }

    private static Map<String, String> spellings() {
        Map<String, String> spellings = new HashMap<>();
        VOCABULARY.forEach(word -> spellings.put(word, word));
        put(spellings, "pni", "sse3", "asimd", "neon", "asimdhp", "fp16", "asimddp", "dotprod");
        put(spellings, "sse4.1", "sse4_1", "sse4.2", "sse4_2", "avx1.0", "avx", "avx512_vbmi", "avx512vbmi");
        put(spellings, "hw.optional.neon", "neon", "hw.optional.advsimd", "neon");
        put(spellings, "hw.optional.arm.advsimd", "neon", "hw.optional.neon_fp16", "fp16");
        put(spellings, "hw.optional.arm.feat_fp16", "fp16", "hw.optional.arm.feat_dotprod", "dotprod");
        put(spellings, "hw.optional.arm.feat_i8mm", "i8mm", "hw.optional.arm.feat_bf16", "bf16");
        put(spellings, "hw.optional.arm.feat_sme", "sme", "hw.optional.arm.feat_sme2", "sme2");
        for (String word : List.of("sse3", "ssse3", "sse4_1", "sse4_2", "avx", "avx2", "avx512f")) {
            spellings.put("pf_" + word + "_instructions_available", word);
        }
        put(spellings, "pf_arm_neon_instructions_available", "neon");
        put(spellings, "pf_arm_v8_instructions_available", "neon");
        put(spellings, "pf_arm_v82_dp_instructions_available", "dotprod");
        return spellings;
    }

    private static void put(Map<String, String> spellings, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            spellings.put(pairs[i], pairs[i + 1]);
        }
    }
}

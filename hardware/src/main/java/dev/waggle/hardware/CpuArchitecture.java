package dev.waggle.hardware;

import java.util.Arrays;
import java.util.Optional;

/** The instruction set of a machine's processor. */
public enum CpuArchitecture {
    X86_64("x86_64"),
    AARCH64("aarch64"),
    X86("x86"),
    ARM("arm"),
    RISCV64("riscv64"),
    PPC64LE("ppc64le"),
    S390X("s390x"),
    LOONGARCH64("loongarch64");

    private final String id;

    CpuArchitecture(String id) {
        this.id = id;
    }

    /** The one spelling used in JSON, rules and pages. */
    public String id() {
        return id;
    }

    /** The value spelled exactly so, or empty; aliases are not accepted. */
    public static Optional<CpuArchitecture> parse(String id) {
        return Arrays.stream(values()).filter(value -> value.id.equals(id)).findFirst();
    }
}

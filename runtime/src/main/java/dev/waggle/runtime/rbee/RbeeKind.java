package dev.waggle.runtime.rbee;

/** Which of the three programs: each computes on one backend and on no other. */
public enum RbeeKind {
    /** On the processor. */
    CPU("cpu"),
    /** On one NVIDIA GPU. */
    CUDA("cuda"),
    /** On the GPU of an Apple machine. */
    METAL("metal");

    private final String backend;

    RbeeKind(String backend) {
        this.backend = backend;
    }

    /** The backend's name: {@code cpu}, {@code cuda}, {@code metal}. */
    public String backend() {
        return backend;
    }

    /** The program's name. */
    public String program() {
        return "llm-worker-rbee-" + backend;
    }
}

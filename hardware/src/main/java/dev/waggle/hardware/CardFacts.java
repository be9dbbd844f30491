package dev.waggle.hardware;

/** The facts of a {@link Device} that a reader may know; backends are concluded later. Units as there. */
record CardFacts(
        Fact<Vendor> vendor,
        Fact<String> name,
        Fact<Long> memoryBytes,
        Fact<Long> freeBytes,
        Fact<ComputeCapability> computeCapability,
        Fact<String> driverVersion,
        Fact<Boolean> unifiedMemory) {
    static final String NVIDIA_ONLY = "compute capability is a property of NVIDIA GPUs";
}

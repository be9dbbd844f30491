package dev.waggle.runtime.llamacpp;

import dev.waggle.runtime.protocol.MemoryUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up buffers by the memory they lie in: what is on none of the devices is in the host's. */
final class MemorySum {
    private final Map<String, long[]> byMemory = new LinkedHashMap<>();

    MemorySum(List<String> devices) {
        devices.forEach(device -> byMemory.put(device, new long[3]));
        byMemory.put(MemoryUse.HOST, new long[3]);
    }

    /** Adds a buffer in the memory of that name. */
    void add(String name, long weights, long context, long compute) {
        byMemory.computeIfPresent(byMemory.containsKey(name) ? name : MemoryUse.HOST, (memory, sums) -> {
            sums[0] += weights;
            sums[1] += context;
            sums[2] += compute;
            return sums;
        });
    }

    List<MemoryUse> uses(long rounding) {
        List<MemoryUse> uses = new ArrayList<>();
        byMemory.forEach((name, sums) -> uses.add(new MemoryUse(name, sums[0], sums[1], sums[2], rounding)));
        return uses;
    }
}

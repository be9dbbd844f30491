package dev.waggle.runtime.runs;

import dev.waggle.runtime.SecondOpinion;
import dev.waggle.runtime.protocol.MemoryUse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The worker of a run, from when it is ready; after a failure, the one that died.
 *
 * @param pid the child process
 * @param servingPid the process that holds the model: the same, or one that the child started
 * @param contextTokens tokens of prompt and answer together, as the engine gave them
 * @param loadMillis how long the model took to load
 * @param memory what it takes of each memory by the engine's own count; empty = unknown
 * @param opinion that count beside the plan's estimate; empty where the engine counts nothing
 * @param peakResidentBytes the most memory its processes have had, file pages included; empty = unknown
 */
public record RunWorker(
        long pid,
        long servingPid,
        int contextTokens,
        long loadMillis,
        List<MemoryUse> memory,
        Optional<SecondOpinion> opinion,
        OptionalLong peakResidentBytes) {
    public RunWorker {
        memory = List.copyOf(memory);
    }
}

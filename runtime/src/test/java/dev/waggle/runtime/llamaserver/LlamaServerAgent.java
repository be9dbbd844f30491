package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.Worker;
import dev.waggle.runtime.guarded.GuardedBench;
import dev.waggle.runtime.protocol.Purpose;
import java.nio.file.Path;

/** An agent of its own process: opens a worker, prints the program's process id, and has it answer until it is killed. */
final class LlamaServerAgent {
    private LlamaServerAgent() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try (GuardedBench bench = new GuardedBench(folder.resolve("workers"), GuardedBench.PATIENT)) {
            Worker worker = bench.worker(
                    Fakes.engine(folder),
                    GuardedBench.model(folder, "behaves"),
                    GuardedBench.settings(Purpose.GENERATE, 128));
            System.out.println(worker.servingPid());
            GuardedBench.say(worker, "forever");
        }
    }
}

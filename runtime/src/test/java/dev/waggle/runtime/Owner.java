package dev.waggle.runtime;

import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import java.nio.file.Path;
import java.util.List;

/** An agent of its own process: opens a worker, prints its process id, starts an answer and waits to be killed. */
final class Owner {
    private Owner() {}

    public static void main(String[] args) throws Exception {
        Workers workers = new Workers(Path.of(args[0]), Deadlines.standard());
        Opening opening = workers.open(
                new Plan(LlamaJavaEngine.here(), Path.of(args[1]), Requests.settings(4096), List.of()), fraction -> {});
        Worker worker = Bench.worker(opening);
        System.out.println(worker.pid());
        while (worker.failure().isEmpty()) {
            worker.generate(Requests.greedy("go", 4000), text -> {});
        }
    }
}

package dev.waggle.runtime.runs;

import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Requests;
import dev.waggle.runtime.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** An agent of its own process: two requests for one run, of which it tells the ends; asked to end, it gives them time. */
final class Agent {
    private Agent() {}

    public static void main(String[] args) throws Exception {
        Runs runs = new Runs(new Workers(Path.of(args[0]), Deadlines.standard()), RunLimits.standard());
        Plan plan = RunsBench.fake(args[1]);
        RunSnapshot run = runs.awaitReady(runs.start(plan, "agent"), Duration.ofSeconds(30))
                .orElseThrow();
        Thread answering = client(runs, plan, "first", text -> {});
        while (!(runs.runs().get(0).state() instanceof RunState.Busy)) {
            Thread.sleep(5);
        }
        Thread waiting = client(runs, plan, "second", text -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            runs.close(Duration.ofSeconds(10));
            join(answering);
            join(waiting);
        }));
        while (runs.runs().get(0).waiting() == 0) {
            Thread.sleep(5);
        }
        System.out.println(RunsBench.pid(run));
        Thread.sleep(60_000);
    }

    private static Thread client(Runs runs, Plan plan, String name, Consumer<String> onText) {
        Thread thread = new Thread(() -> {
            RunAnswer answer = runs.generate(plan, Requests.greedy("go", 4), onText, new Cancel());
            System.out.println(
                    name + " " + (answer instanceof RunAnswer.Asked asked ? kind(asked.ended()) : kind(answer)));
        });
        thread.start();
        return thread;
    }

    private static String kind(Object answer) {
        return answer.getClass().getSimpleName();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.waggle.server.rulebook;

import java.nio.file.Path;

/** A service that has a trial's process waiting, tells its number, and waits to be killed. */
final class TrialParent {
    private TrialParent() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Trials trials = new Trials(Path.of(arguments[0]))) {
            trials.prepare();
            System.out.println(
                    ProcessHandle.current().children().findFirst().orElseThrow().pid());
            Thread.sleep(600_000);
        }
    }
}

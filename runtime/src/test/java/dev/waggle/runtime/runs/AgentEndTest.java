package dev.waggle.runtime.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Workers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of an agent while it answers. */
@Timeout(60)
@Tag("slow")
class AgentEndTest {
    @TempDir
    Path folder;

    private Process agent(String way) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Agent.class.getName(),
                        folder.toString(),
                        way)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static BufferedReader output(Process agent) {
        return new BufferedReader(new InputStreamReader(agent.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void agent_askedToEndWhileAnswering_finishesOneAndTellsTheOther() throws Exception {
        Process agent = agent("streams-a-second");
        List<String> said;
        long pid;
        try (BufferedReader out = output(agent)) {
            pid = Long.parseLong(out.readLine());
            agent.toHandle().destroy();
            said = out.lines().sorted().toList();
        }
        assertThat(agent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).containsExactly("first Finished", "second NotStarted");
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void agent_killedWhileAnswering_leavesNothingForTheNext() throws Exception {
        Process agent = agent("ignores-end");
        long pid;
        try (BufferedReader out = output(agent)) {
            pid = Long.parseLong(out.readLine());
            agent.destroyForcibly().waitFor();
        }
        assertThat(ProcessHandle.of(pid)).isPresent();
        long start = System.nanoTime();
        Workers next = new Workers(folder, Deadlines.standard());
        assertThat(next).isNotNull();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
        assertThat(folder).isEmptyDirectory();
        Path stat = Path.of("/proc/" + pid + "/stat");
        assertThat(Files.exists(stat) && !Files.readString(stat).contains(") Z "))
                .isFalse();
    }
}

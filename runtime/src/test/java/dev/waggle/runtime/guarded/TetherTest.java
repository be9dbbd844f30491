package dev.waggle.runtime.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of the two belts alone ends a program whose guardian was killed. */
@Timeout(60)
@Tag("slow")
class TetherTest {
    @TempDir
    Path folder;

    /** A process that ties a program to itself with one belt, prints the program's id and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            List<String> sleeper = List.of("/bin/sh", "-c", args[1] + " exec sleep 60");
            boolean signal = args[0].equals("signal");
            Process process = new ProcessBuilder(signal ? Tether.withParentDeathSignal(sleeper) : sleeper)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!signal) {
                Tether.of(process.pid());
            }
            System.out.println(process.pid());
            Thread.sleep(60_000);
        }
    }

    private static long held(Process holder) throws Exception {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            return Long.parseLong(out.readLine());
        }
    }

    private static Process holder(String belt, String first) throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        belt,
                        first))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal", "pipe"})
    void belt_alone_endsTheProgram(String belt) throws Exception {
        Process holder = holder(belt, "");
        long program = held(holder);
        TimeUnit.MILLISECONDS.sleep(200);
        assertThat(GuardedBench.runs(program)).isTrue();
        holder.destroyForcibly();
        GuardedBench.awaitGone(program, Duration.ofSeconds(2));
    }

    @Test
    void program_thatIgnoresTheRequestToEnd_isKilled() throws Exception {
        Process holder = holder("pipe", "trap '' TERM;");
        long program = held(holder);
        TimeUnit.MILLISECONDS.sleep(200);
        holder.destroyForcibly();
        GuardedBench.awaitGone(program, Duration.ofSeconds(5));
    }

    @Test
    void tether_cut_leavesTheProgramAlone() throws Exception {
        Process sleeper = new ProcessBuilder("/bin/sleep", "60").start();
        try {
            Tether.of(sleeper.pid()).cut();
            TimeUnit.MILLISECONDS.sleep(300);
            assertThat(sleeper.isAlive()).isTrue();
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void command_withoutSetpriv_staysAsItIs() {
        assertThat(Tether.withParentDeathSignal(List.of("a", "b"), Optional.empty()))
                .containsExactly("a", "b");
        assertThat(Tether.withParentDeathSignal(List.of("a", "b"), Optional.of(Path.of("/usr/bin/setpriv"))))
                .containsExactly("/usr/bin/setpriv", "--pdeathsig", "KILL", "--", "a", "b");
    }

    @Test
    void program_onPath_isFoundInAbsoluteFoldersOnly() throws Exception {
        Path program = FakeProgram.script(folder, "program", "exit 0");
        Files.createFile(folder.resolve("no-program"));
        List<String> path = new ArrayList<>(List.of("", ".", "relative", "/no/such", folder.toString()));
        assertThat(OnPath.find("program", String.join(":", path))).contains(program);
        assertThat(OnPath.find("no-program", String.join(":", path))).isEmpty();
    }
}

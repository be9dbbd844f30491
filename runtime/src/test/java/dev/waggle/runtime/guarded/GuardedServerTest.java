package dev.waggle.runtime.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A port that another program takes just before ours: ours is started again, and nothing is asked of the other. */
@Timeout(60)
@Tag("slow")
class GuardedServerTest {
    @TempDir
    Path folder;

    private String start(int thefts, String... late) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                GuardedStart.class.getName(),
                folder.toString(),
                Integer.toString(thefts)));
        command.addAll(1, LocalHttp.OPTIONS);
        command.addAll(List.of(late));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void port_takenByAnother_isGivenUp() throws Exception {
        assertThat(start(1, "/bin/sleep", "60")).isEqualTo("ours");
    }

    @Test
    void port_takenAgainAndAgain_isToldAfterThree() throws Exception {
        assertThat(start(9, "/bin/sleep", "60")).contains("three times");
    }

    @Test
    void program_endingForWantOfItsPort_isStartedAgain() throws Exception {
        assertThat(start(1, "/bin/false")).isEqualTo("ours");
    }
}

package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import dev.waggle.runtime.protocol.FrameReader;
import dev.waggle.runtime.protocol.FrameWriter;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.ToWorker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real worker process alone: it ends when its input does, whatever it is doing, and knows nothing of our environment. */
@Timeout(60)
class EndOfInputTest {
    @TempDir
    Path models;

    @TempDir
    Path folder;

    private Process start() throws Exception {
        return ChildCommand.of(LlamaJavaEngine.here(), folder)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void send(Process process, ToWorker message) throws Exception {
        process.getOutputStream().write(FrameWriter.line(message));
        process.getOutputStream().flush();
    }

    private static void assertEndsSoon(Process process, int exitCode) throws Exception {
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(exitCode);
    }

    private static FrameReader<FromWorker> reader(Process process) {
        return new FrameReader<>(process.getInputStream(), FromWorker.class);
    }

    private ToWorker.Load large() throws Exception {
        return new ToWorker.Load(TestModels.large(models, 300_000_000).toString(), Requests.settings(4096));
    }

    @Test
    void input_endingWhileLoading_endsTheProcess() throws Exception {
        Process process = start();
        FrameReader<FromWorker> reader = reader(process);
        send(process, large());
        assertThat(reader.read()).isInstanceOf(FromWorker.Hello.class);
        assertThat(reader.read()).isInstanceOf(FromWorker.Loading.class);
        process.getOutputStream().close();
        assertEndsSoon(process, 0);
    }

    @Test
    void input_endingWhileThePromptIsRead_endsTheProcess() throws Exception {
        Process process = start();
        FrameReader<FromWorker> reader = reader(process);
        send(process, large());
        send(process, new ToWorker.Generate(1, Requests.greedy("w1 w2 w3 ".repeat(400), 4)));
        while (!(reader.read() instanceof FromWorker.Started)) {
            assertThat(process.isAlive()).isTrue();
        }
        process.getOutputStream().close();
        assertEndsSoon(process, 0);
    }

    @Test
    void input_thatIsNoMessage_endsTheProcessWithACodeOfItsOwn() throws Exception {
        Process process = start();
        process.getOutputStream().write("nonsense\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        assertEndsSoon(process, 65);
    }

    @Test
    void environment_ofAWorker_holdsNothingOfOurs() {
        Map<String, String> environment =
                ChildCommand.of(LlamaJavaEngine.here(), folder).environment();
        assertThat(environment.keySet())
                .isSubsetOf(
                        "PATH",
                        "LD_LIBRARY_PATH",
                        "SystemRoot",
                        "windir",
                        "LANG",
                        "LC_ALL",
                        "HOME",
                        "TMPDIR",
                        "TMP",
                        "TEMP");
        assertThat(environment).containsEntry("HOME", folder.toString()).containsEntry("LC_ALL", "C.UTF-8");
    }
}

package dev.waggle.runtime.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Engine;
import dev.waggle.runtime.protocol.FrameReader;
import dev.waggle.runtime.protocol.FrameWriter;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A guardian process spoken to by hand, message by message. */
public final class Guardian implements AutoCloseable {
    private final Process process;
    private final FrameWriter<ToWorker> out;
    private final FrameReader<FromWorker> in;

    public Guardian(Engine engine, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> command = engine.command().stream()
                .map(part -> part.replace(Engine.FOLDER, folder.toString()))
                .toList();
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("log").toFile())
                .start();
        out = new FrameWriter<>(process.getOutputStream());
        in = new FrameReader<>(process.getInputStream(), FromWorker.class);
        assertThat(next()).isInstanceOf(FromWorker.Hello.class);
    }

    public void send(ToWorker message) throws IOException {
        out.write(message);
    }

    public FromWorker next() throws IOException {
        FromWorker message = in.read();
        assertThat(message).isNotNull();
        return message;
    }

    public FromWorker.Ready load(Path model, LoadSettings settings) throws IOException {
        send(new ToWorker.Load(model.toString(), settings));
        FromWorker message = next();
        while (message instanceof FromWorker.Loading) {
            message = next();
        }
        assertThat(message).isInstanceOf(FromWorker.Ready.class);
        return (FromWorker.Ready) message;
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Ends its input. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits for its end. */
    public int awaitExitCode() throws InterruptedException {
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

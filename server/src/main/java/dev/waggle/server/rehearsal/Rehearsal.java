package dev.waggle.server.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.server.cli.WaggleCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Does once what users do, in a process that Java watches: asks on the command line, starts the service in a folder of
 * its own, reads its pages and lets it generate. What Java saw then is ready when a user starts Waggle.
 */
public final class Rehearsal {
    /** A slow machine rehearses less. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** So often that Java knows which methods are worth compiling. */
    private static final int GENERATIONS = 100;

    private static final PrintWriter UNHEARD = new PrintWriter(Writer.nullWriter());
    private static final String MODEL = "waggle-demo";

    private static final List<String[]> COMMANDS = List.of(
            new String[] {"--version"},
            new String[] {"check", "llama-3.2-1b", "--machine", "rtx-4090"},
            new String[] {"check", "llama-3.2-1b:Q4_K_M", "--machine", "rtx-4090", "--json"},
            new String[] {"fit", "llama-3.2-1b:Q4_K_M", "--gpus", "1", "--gpu-memory", "24GiB"});

    private static final List<String> PAGES = List.of(
            "/",
            "/?machine=rtx-4090",
            "/cell?machine=rtx-4090&model=llama-3.2-1b&worker=llamacpp-cuda",
            "/api/matrix?machine=rtx-4090",
            "/v1/models",
            "/api/runs");

    private Rehearsal() {}

    /**
     * Rehearses as much as the time allows, and ends the process and all that it started.
     *
     * @param arguments the folder for the service's data: empty, or not there
     */
    public static void main(String[] arguments) throws InterruptedException {
        Thread rehearsal = started("rehearsal", () -> rehearse(Path.of(arguments[0])));
        rehearsal.join(LONGEST.toMillis());
        System.exit(0);
    }

    private static void rehearse(Path data) {
        COMMANDS.forEach(command -> WaggleCommand.run(UNHEARD, UNHEARD, command));
        try (PipedReader said = new PipedReader();
                PrintWriter out = new PrintWriter(new PipedWriter(said), true)) {
            started("serve", () -> serve(data, out));
            visit(address(said), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(Path data, PrintWriter out) {
        WaggleCommand.run(
                out, new PrintWriter(System.err, true, UTF_8), "serve", "--port", "0", "--data", data.toString());
    }

    /** The last word of the first line that the service says. */
    private static URI address(PipedReader said) throws IOException {
        String line = String.valueOf(new BufferedReader(said).readLine());
        return URI.create(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static void visit(URI address, Path data) throws IOException {
        Visitor visitor = new Visitor(
                address, Files.readString(data.resolve("user.token")).strip());
        for (String page : PAGES) visitor.get(page);
        visitor.post("/api/check", "{\"model\":\"llama-3.2-1b\",\"machine\":\"rtx-4090\"}");
        String common = "{\"model\":\"" + MODEL + "\",\"temperature\":0,\"max_tokens\":4,\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true},";
        String prompt = KnownAnswerModel.PROMPT;
        visitor.post(
                "/v1/chat/completions", common + "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}");
        for (int i = 0; i < GENERATIONS; i++)
            visitor.post("/v1/completions", common + "\"prompt\":\"" + prompt + "\"}");
    }

    private static Thread started(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}

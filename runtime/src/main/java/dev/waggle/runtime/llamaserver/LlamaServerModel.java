package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.child.Answer;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.child.LoadedModel;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.guarded.CancelledException;
import dev.waggle.runtime.guarded.GuardedServer;
import dev.waggle.runtime.guarded.LocalHttp;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A model that a {@code llama-server} has loaded.
 *
 * <p>A chat is turned into a text by the program ({@code POST /apply-template}) and then continued like any text, and not
 * sent to its chat endpoint: that one takes an answer apart into thoughts and calls of tools, and what it returns is not
 * all the model said.
 */
final class LlamaServerModel implements LoadedModel {
    private final GuardedServer server;
    private final LoadSettings settings;
    private final ServerProperties properties;

    private LlamaServerModel(GuardedServer server, LoadSettings settings, ServerProperties properties) {
        this.server = server;
        this.settings = settings;
        this.properties = properties;
    }

    /** Asks the program what it has loaded; from now on this process ends with it. */
    static LlamaServerModel of(GuardedServer server, LoadSettings settings) throws LoadException {
        try {
            LocalHttp.Reply reply = server.http().get("/props", () -> false);
            if (reply.status() != 200) {
                throw new LoadException(LoadProblem.OTHER, "The program answers /props with status " + reply.status());
            }
            LlamaServerModel model = new LlamaServerModel(server, settings, ServerProperties.of(reply.body()));
            server.endWithIt();
            return model;
        } catch (IOException | CancelledException e) {
            server.end();
            throw new LoadException(LoadProblem.OTHER, "The program does not tell /props: it " + e.getMessage());
        } catch (LoadException e) {
            server.end();
            throw e;
        }
    }

    /** Whether the model names a pooling of its own: the program refuses to embed with none. */
    static boolean pools(GuardedServer server) throws LoadException {
        try {
            return Embeddings.probe(server.http());
        } catch (IOException | CancelledException e) {
            server.end();
            throw new LoadException(LoadProblem.OTHER, "The program does not embed: it " + e.getMessage());
        }
    }

    @Override
    public int contextTokens() {
        return properties.contextTokens();
    }

    @Override
    public long pid() {
        return server.pid();
    }

    @Override
    public FinishReason generate(GenerationRequest request, Answer answer) throws RefusedException {
        if (settings.purpose() != Purpose.GENERATE) {
            throw new RefusedException("not-for-generation", "This model was loaded to embed.", Map.of());
        }
        try {
            String text = request.prompt() instanceof Prompt.Chat chat
                    ? ChatText.of(chat, properties, server.http(), answer::cancelled)
                    : ((Prompt.Text) request.prompt()).text();
            return new Completion(request, answer).of(text, server.http());
        } catch (CancelledException e) {
            return FinishReason.CANCELLED;
        } catch (IOException e) {
            throw server.broken(e);
        }
    }

    @Override
    public FinishReason embed(List<String> inputs, Answer answer) throws RefusedException {
        if (settings.purpose() != Purpose.EMBED) {
            throw new RefusedException("not-for-embedding", "This model was not loaded to embed.", Map.of());
        }
        int mostTokens = Math.min(settings.microBatchTokens(), properties.contextTokens());
        try {
            return new Embeddings(server.http(), mostTokens, answer).of(inputs);
        } catch (CancelledException e) {
            return FinishReason.CANCELLED;
        } catch (IOException e) {
            throw server.broken(e);
        }
    }
}

package dev.waggle.server.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.server.ProductRoutes;
import dev.waggle.server.http.HttpServer;
import dev.waggle.server.http.ServerSettings;
import dev.waggle.server.http.Tokens;
import dev.waggle.server.rulebook.Publisher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The whole service on a free port, with the demo model, one with a hostile name, one of an architecture that no engine
 * knows, and a file that is no model.
 */
final class Site implements AutoCloseable {
    /** As long as the demo model's own name, so that it can take its place in the file. */
    static final String HOSTILE_NAME = "<b id=evil>hi</b>'\"";

    private final ProductRoutes product;
    private final HttpServer server;

    Site(Path data) throws IOException {
        this(data, false);
    }

    /**
     * Starts it.
     *
     * @param inFolder whether the rules are said to follow a folder
     */
    Site(Path data, boolean inFolder) throws IOException {
        Path models = Files.createDirectories(data.resolve("models"));
        Path demo = models.resolve("waggle-demo.gguf");
        new KnownAnswerModel(KnownAnswerModel.SENTENCE, SyntheticArchitecture.LLAMA, GgmlType.F32).write(demo);
        String bytes = Files.readString(demo, ISO_8859_1);
        Files.writeString(
                models.resolve("hostile.gguf"), bytes.replace("waggle-known-answer", HOSTILE_NAME), ISO_8859_1);
        Files.writeString(models.resolve("odd.gguf"), bytes.replace("llama", "lxxma"), ISO_8859_1);
        Files.writeString(models.resolve("no<i>model.gguf"), "not a model");
        product = ProductRoutes.on(data, inFolder);
        server = HttpServer.start(ServerSettings.loopback(0), Tokens.in(data), product.routes());
    }

    URI at(String path) {
        return server.address().resolve(path);
    }

    URI signInLink() {
        return server.newSignInLink();
    }

    URI adminSignInLink() {
        return server.newAdminSignInLink();
    }

    Publisher publisher() {
        return product.publisher();
    }

    @Override
    public void close() {
        server.close();
        product.close();
    }
}

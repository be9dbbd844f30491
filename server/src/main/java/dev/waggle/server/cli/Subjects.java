package dev.waggle.server.cli;

import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.server.app.LocalModel;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code MODEL} means: an existing path wins over an id. */
final class Subjects {
    private Subjects() {}

    static Subject of(Waggle waggle, String model) throws UnknownIdException, ModelFileException {
        if (!isPath(model)) return waggle.subject(model);
        Path file = Path.of(model);
        LocalModel local = LocalModel.of(
                file, ModelFile.read(file), waggle.catalog().engines().values());
        return new Subject(local.entry(), local.entry().variants(), file);
    }

    /** Whether a file is meant rather than an id. */
    static boolean isPath(String model) {
        return model.endsWith(".gguf") || model.contains("/") || Files.exists(Path.of(model));
    }

    /** The same, where a file is needed. */
    static Subject here(Waggle waggle, String model) throws UnknownIdException, ModelFileException {
        Subject subject = of(waggle, model);
        if (subject.file() == null)
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "the file of " + model
                            + " is not on this machine. Name a GGUF file, or put one into the folder models"
                            + " of the data folder.");
        return subject;
    }
}

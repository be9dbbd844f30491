package dev.waggle.server.cli;

import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The models of a folder by their files' names without {@code .gguf}; each file is read once. */
final class ModelShelf {
    private final Path folder;
    private final Map<String, Reading> readings = new HashMap<>();

    private sealed interface Reading {
        record Good(ModelFile model) implements Reading {}

        record Bad(String code, String message) implements Reading {}
    }

    ModelShelf(Path folder) {
        this.folder = folder.normalize();
    }

    ModelFile model(String name) throws QuestionFault {
        Reading reading = readings.get(name);
        if (reading == null) reading = read(name);
        if (reading instanceof Reading.Good good) return good.model();
        Reading.Bad bad = (Reading.Bad) reading;
        throw new QuestionFault(bad.code(), bad.message());
    }

    private Reading read(String name) throws QuestionFault {
        Path file = file(name);
        if (!Files.exists(file))
            throw new QuestionFault(
                    "no-such-file", "the folder of models has no " + file.getFileName() + "; allowed: its .gguf files");
        Reading reading;
        try {
            reading = new Reading.Good(ModelFile.read(file));
        } catch (ModelFileException e) {
            reading = new Reading.Bad(e.code(), String.valueOf(e.getMessage()));
        }
        readings.put(name, reading);
        return reading;
    }

    /** A name never leads out of the folder. */
    private Path file(String name) throws QuestionFault {
        try {
            Path file = folder.resolve(name + ".gguf");
            boolean plain = !name.isEmpty()
                    && name.indexOf('/') < 0
                    && name.indexOf('\\') < 0
                    && file.normalize().equals(file)
                    && file.getNameCount() == folder.resolve("x").getNameCount();
            if (plain) return file;
        } catch (InvalidPathException e) {
            throw notAName();
        }
        throw notAName();
    }

    private static QuestionFault notAName() {
        return new QuestionFault(
                "bad-model-name",
                "model is not the name of a file in the folder of models; allowed: a name without / and \\,"
                        + " and without the ending .gguf");
    }
}

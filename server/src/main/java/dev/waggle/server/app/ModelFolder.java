package dev.waggle.server.app;

import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.rules.catalog.EngineEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The model files that lie in a folder; each is read once, and again when it changes. */
public final class ModelFolder {
    private static final int MOST_FILES = 1_000;

    private final Path folder;
    private final Collection<EngineEntry> engines;
    private final Map<Path, Seen> seen = new LinkedHashMap<>();

    private record Seen(long bytes, long modifiedMillis, Reading reading) {}

    private sealed interface Reading {
        record Good(LocalModel model) implements Reading {}

        record Bad(String why) implements Reading {}
    }

    /** The folder need not exist. */
    public ModelFolder(Path folder, Collection<EngineEntry> engines) {
        this.folder = folder;
        this.engines = engines;
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** The models by id, in the order of their files' names. Of two files with one id the second gets a number. */
    public synchronized Map<String, LocalModel> models() {
        Map<String, LocalModel> models = new LinkedHashMap<>();
        for (Path file : files()) {
            if (!(read(file) instanceof Reading.Good good)) continue;
            String id = good.model().entry().id();
            String free = id;
            for (int number = 2; models.containsKey(free); number++) free = id + "-" + number;
            models.put(free, good.model());
        }
        return models;
    }

    /** Files that can't be read, with the reason. */
    public synchronized Map<String, String> unreadable() {
        Map<String, String> unreadable = new LinkedHashMap<>();
        for (Path file : files())
            if (read(file) instanceof Reading.Bad bad) unreadable.put(String.valueOf(file.getFileName()), bad.why());
        return unreadable;
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(ModelFolder::isModel)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Of a split model only the first file counts. */
    private static boolean isModel(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean laterPart = name.matches(".*-\\d{5}-of-\\d{5}\\.gguf") && !name.contains("-00001-of-");
        return name.endsWith(".gguf") && !name.startsWith(".") && !laterPart;
    }

    private Reading read(Path file) {
        try {
            long bytes = Files.size(file);
            long modified = Files.getLastModifiedTime(file).toMillis();
            Seen before = seen.get(file);
            if (before != null && before.bytes() == bytes && before.modifiedMillis() == modified)
                return before.reading();
            Reading reading = readAnew(file);
            seen.put(file, new Seen(bytes, modified, reading));
            return reading;
        } catch (IOException e) {
            return new Reading.Bad("it can't be read");
        }
    }

    private Reading readAnew(Path file) {
        try {
            return new Reading.Good(LocalModel.of(file, ModelFile.read(file), engines));
        } catch (ModelFileException e) {
            return new Reading.Bad(String.valueOf(e.getMessage()));
        }
    }
}

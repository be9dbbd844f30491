package dev.waggle.rules.catalog;

import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** The headers of {@code models/shapes/}, by name. */
final class Shapes {
    private static final String FOLDER = "models/shapes";
    private static final String SIZES = FOLDER + "/sizes.txt";
    private static final String ENDING = ".gguf.gz";
    private static final int MOST_BYTES = 64 << 20;

    private Shapes() {}

    /** Reads every header; each must have its size in {@code sizes.txt}, and each size its header. */
    static Map<String, ModelFile> read(CatalogFiles files) {
        Map<String, String> paths = files.pathsByName(FOLDER, ENDING);
        Map<String, Long> sizes = sizes(files, paths);
        paths.forEach((name, path) -> {
            if (!sizes.containsKey(name))
                throw new CatalogException(
                        Place.of(SIZES), name, "no size of " + path, "a line '" + name + " BYTES'", "");
        });
        Map<String, ModelFile> shapes = new TreeMap<>();
        List.copyOf(sizes.entrySet()).parallelStream()
                .map(size -> Map.entry(size.getKey(), shape(files, size.getKey(), size.getValue())))
                .toList()
                .forEach(shape -> shapes.put(shape.getKey(), shape.getValue()));
        return shapes;
    }

    private static Map<String, Long> sizes(CatalogFiles files, Map<String, String> paths) {
        Map<String, Long> sizes = new TreeMap<>();
        int number = 0;
        for (String line : files.text(SIZES).lines().toList()) {
            Place place = new Place(SIZES, ++number, "");
            if (!line.matches("[a-z0-9._-]+ [1-9][0-9]{0,15}"))
                throw new CatalogException(place, null, "'" + line + "'", "a shape's name, a space, bytes", "");
            String name = line.substring(0, line.indexOf(' '));
            if (!paths.containsKey(name))
                throw new CatalogException(
                        place,
                        name,
                        "no file " + FOLDER + "/" + name + ENDING,
                        String.join(", ", paths.keySet()),
                        Spelling.hint(name, paths.keySet()));
            if (sizes.put(name, Long.valueOf(line.substring(name.length() + 1))) != null)
                throw new CatalogException(place, name, "the shape again", "each once", "");
        }
        return sizes;
    }

    private static ModelFile shape(CatalogFiles files, String name, long fileBytes) {
        String path = FOLDER + "/" + name + ENDING;
        byte[] packed = files.files().getOrDefault(path, new byte[0]);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return ModelFile.read(Path.of(name + ".gguf"), in.readNBytes(MOST_BYTES), fileBytes);
        } catch (ModelFileException e) {
            throw new CatalogException(
                    Place.of(path),
                    name,
                    String.valueOf(e.getMessage()).replaceFirst("\\.$", ""),
                    "",
                    "its size in sizes.txt is wrong");
        } catch (IOException e) {
            throw new CatalogException(Place.of(path), name, "not readable: " + e.getMessage(), "a gzip file", "");
        }
    }
}

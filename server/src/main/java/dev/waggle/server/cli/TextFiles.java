package dev.waggle.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Text files that a command writes for a person: each is there whole, or as it was before. */
final class TextFiles {
    private TextFiles() {}

    /** Writes them below a folder, which is made where it is missing. */
    static void write(Path folder, Map<String, String> texts) throws IOException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = folder.resolve(text.getKey());
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path whole = file.resolveSibling("." + file.getFileName() + ".new");
            Files.writeString(whole, text.getValue());
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

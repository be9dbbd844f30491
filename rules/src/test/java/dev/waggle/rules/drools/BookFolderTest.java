package dev.waggle.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a book where it lies. */
class BookFolderTest {
    private static final int READERS = 4;
    private static final int READS = 25;

    @TempDir
    Path temp;

    @Test
    void texts_inAJarReadByManyAtOnce_areWholeForEach() throws Exception {
        Path jar = temp.resolve("with space.jar");
        Map<String, String> book = BookFolder.embeddedTexts();
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
            for (Map.Entry<String, String> each : book.entrySet()) {
                Path file = zip.getPath("/waggle/book/" + each.getKey());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.writeString(file, each.getValue());
            }
        }
        URL place = URI.create("jar:" + jar.toUri() + "!/waggle/book").toURL();
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<Map<String, String>>> reads = new ArrayList<>();
            for (int i = 0; i < READS; i++) reads.add(readers.submit(() -> BookFolder.texts(place)));
            for (Future<Map<String, String>> read : reads)
                assertThat(read.get()).isEqualTo(book);
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void texts_withAFolderThatMayNotBeRead_isAFailureOfTheFolder() throws IOException {
        Path closed = Files.createDirectory(temp.resolve("memory"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(closed), "whoever runs this may read everything");
            assertThatThrownBy(() -> BookFolder.texts(temp)).isInstanceOf(IOException.class);
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void texts_withALinkThatGoesInCircles_isAFailureOfTheFolder() throws IOException {
        Files.createSymbolicLink(temp.resolve("circle"), temp.resolve("circle"));
        assertThatThrownBy(() -> BookFolder.texts(temp.resolve("circle"))).isInstanceOf(IOException.class);
    }
}

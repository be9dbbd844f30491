package dev.waggle.hardware.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jcuda.runtime.JCuda;

/**
 * JCuda's native half, loaded once. JCuda unpacks it into java.io.tmpdir under a fixed name and loads whatever file
 * already has that name; where that folder is everyone's, another user could have put one there. So on Linux it gets a
 * new folder that only this user can enter, gone as soon as the library is in memory. The temporary folder of Windows
 * is the user's own.
 */
final class NativeLibrary {
    private static final String TEMPORARY = "java.io.tmpdir";

    private static boolean loaded;

    private NativeLibrary() {}

    static synchronized void load() throws IOException {
        if (loaded) {
            return;
        }
        if (System.getProperty("os.name", "").startsWith("Linux")) {
            loadFromOwnFolder();
        } else {
            JCuda.initialize();
        }
        loaded = true;
    }

    private static void loadFromOwnFolder() throws IOException {
        String before = System.getProperty(TEMPORARY, "/tmp");
        Path own = Files.createTempDirectory("waggle-cuda");
        // The JDK remembers its temporary folder at first use: let that happen before the property changes.
        Files.delete(File.createTempFile("waggle", null).toPath());
        try {
            System.setProperty(TEMPORARY, own.toString());
            JCuda.initialize();
        } finally {
            System.setProperty(TEMPORARY, before);
            delete(own);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException left) {
            // A file system that keeps files in use (NFS) leaves this user's copy behind; the library works all the
            // same.
            folder.toFile().deleteOnExit();
        }
    }
}

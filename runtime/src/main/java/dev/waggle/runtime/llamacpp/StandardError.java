package dev.waggle.runtime.llamacpp;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Catches what native code prints to standard error past every log: the library's grammar parser does. */
final class StandardError {
    private static final int DESCRIPTOR = 2;
    private static final int OWNER_ONLY = 0600;

    private interface C extends Library {
        int creat(String path, int mode);

        int dup(int descriptor);

        int dup2(int from, int to);

        int close(int descriptor);
    }

    private StandardError() {}

    /** What is printed during the work; on Windows nothing is caught. */
    static String during(Runnable work) {
        if (Platform.isWindows()) {
            work.run();
            return "";
        }
        try {
            Path file = Files.createTempFile("stderr", ".txt");
            C c = Native.load("c", C.class);
            int caught = c.creat(file.toString(), OWNER_ONLY);
            int before = c.dup(DESCRIPTOR);
            c.dup2(caught, DESCRIPTOR);
            try {
                work.run();
            } finally {
                c.dup2(before, DESCRIPTOR);
                c.close(before);
                c.close(caught);
            }
            String said = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            Files.delete(file);
            return said;
        } catch (IOException e) {
            throw new IllegalStateException("standard error can't be caught", e);
        }
    }
}

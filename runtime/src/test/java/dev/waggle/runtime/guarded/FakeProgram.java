package dev.waggle.runtime.guarded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Programs made for tests: files that can be run. */
public final class FakeProgram {
    private FakeProgram() {}

    /** A shell script. */
    public static Path script(Path folder, String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    /** A Java class of the tests, as a program of that name. */
    public static Path java(Path folder, String name, Class<?> main) throws IOException {
        return script(
                folder,
                name,
                String.join(
                        " ",
                        List.of(
                                "exec",
                                quoted(Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()),
                                "-Xmx64m -Xshare:auto -XX:TieredStopAtLevel=1 -XX:-UsePerfData",
                                "-cp",
                                quoted(System.getProperty("java.class.path")),
                                quoted(main.getName()),
                                "\"$@\"")));
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}

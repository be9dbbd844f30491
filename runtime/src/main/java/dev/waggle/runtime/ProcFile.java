package dev.waggle.runtime;

import java.util.OptionalLong;

/** Lines such as {@code VmHWM: 1936 kB}, as Linux writes them below {@code /proc}. */
final class ProcFile {
    private static final long KIBIBYTE = 1024;

    private ProcFile() {}

    /** The bytes of the line that begins so; empty where there is none. */
    static OptionalLong kibibytes(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .filter(number -> number.matches("\\d{1,15}"))
                .mapToLong(number -> Long.parseLong(number) * KIBIBYTE)
                .findFirst();
    }
}

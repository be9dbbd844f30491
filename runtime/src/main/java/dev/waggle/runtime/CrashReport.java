package dev.waggle.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the Java virtual machine wrote when native code crashed it. It ends with exit code 1 then, so that no core file of a
 * model's size is left; the signal is in its report.
 *
 * @param signal the signal's number
 * @param summary its first lines: signal, place, library
 */
record CrashReport(int signal, String summary) {
    private static final int HEAD_BYTES = 2_048;
    private static final Pattern SIGNAL = Pattern.compile("SIG[A-Z]+ \\(0x([0-9a-f]{1,2})\\)");

    /** The report in a worker's folder; empty where there is none. */
    static Optional<CrashReport> in(Path folder) {
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder, "hs_err_pid*.log")) {
            for (Path report : reports) {
                return read(report);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<CrashReport> read(Path report) throws IOException {
        String head;
        try (InputStream in = Files.newInputStream(report)) {
            head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
        }
        Matcher signal = SIGNAL.matcher(head);
        if (!signal.find()) {
            return Optional.empty();
        }
        String summary = head.lines()
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.length() > 2)
                .collect(Collectors.joining("\n"));
        return Optional.of(new CrashReport(Integer.parseInt(signal.group(1), 16), summary));
    }
}

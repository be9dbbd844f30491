package dev.waggle.hardware;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs nvidia-smi, which comes with NVIDIA's driver. It is started by its full path only, and stopped when it hangs. */
final class NvidiaSmiReader {
    private static final int MOST = 1 << 16;

    private NvidiaSmiReader() {}

    /** Empty when it is not installed. */
    static Optional<SmiReading> read(long limitMillis) throws IOException, InterruptedException {
        Optional<String> program = program();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        SmiReading answer = run(program.get(), NvidiaSmi.FIELDS, limitMillis);
        boolean tooOld = answer.exitCode() != 0 && answer.output().contains("not a valid field");
        return Optional.of(tooOld ? run(program.get(), NvidiaSmi.OLD_FIELDS, limitMillis) : answer);
    }

    private static SmiReading run(String program, List<String> fields, long limitMillis)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program, "--query-gpu=" + String.join(",", fields), "--format=csv,noheader,nounits")
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            // The answer for any number of GPUs fits into a pipe, so it can be read after the end.
            if (!process.waitFor(limitMillis, TimeUnit.MILLISECONDS)) {
                throw new IOException("no answer within " + limitMillis + " ms; stopped");
            }
            String output = new String(process.getInputStream().readNBytes(MOST), StandardCharsets.UTF_8);
            return new SmiReading(fields, process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Optional<String> program() {
        List<File> places = new ArrayList<>();
        String systemRoot = System.getenv("SystemRoot");
        String name = systemRoot == null ? "nvidia-smi" : "nvidia-smi.exe";
        if (systemRoot != null) {
            places.add(new File(systemRoot, "System32\\" + name));
        }
        places.add(new File("/usr/bin", name));
        places.add(new File("/usr/lib/wsl/lib", name));
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String folder : path.split(File.pathSeparator, -1)) {
            places.add(new File(folder, name));
        }
        return places.stream()
                .filter(place -> place.isAbsolute() && place.isFile() && place.canExecute())
                .map(File::getPath)
                .findFirst();
    }
}

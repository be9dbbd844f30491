package dev.waggle.runtime.llamacpp;

import dev.waggle.runtime.protocol.MemoryUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from the log of a load what it takes, where the library can't be asked. The log has two decimals of a MiB.
 *
 * <p>Where nothing was allocated, a cache's buffers are logged as empty; its whole size then is shared out by the layers each
 * device has of it.
 */
final class MemoryLog {
    /** Half of the last decimal place, in bytes, rounded up. */
    static final long ROUNDING_BYTES = 5_243;

    private static final double MIB = 1 << 20;
    private static final Pattern BUFFER =
            Pattern.compile(":\\s+(\\S+) (model|KV|RS|DSV4 \\S+ state|compute) buffer size =\\s+([\\d.]+) MiB");
    private static final Pattern LAYER = Pattern.compile("[:,] layer\\s+\\d+: dev = (\\S+)");
    private static final Pattern CACHE = Pattern.compile(": size =\\s+([\\d.]+) MiB \\(");

    private MemoryLog() {}

    static List<MemoryUse> read(List<EngineLog.Line> lines, MemorySum sum, boolean dry) {
        Map<String, Integer> layers = new LinkedHashMap<>();
        for (EngineLog.Line line : lines) {
            Matcher buffer = BUFFER.matcher(line.text());
            Matcher layer = LAYER.matcher(line.text());
            Matcher cache = CACHE.matcher(line.text());
            if (buffer.find()) {
                add(sum, device(buffer.group(1)), buffer.group(2), bytes(buffer.group(3)));
            } else if (layer.find()) {
                layers.merge(sum.memory(layer.group(1)), 1, Integer::sum);
            } else if (dry && cache.find()) {
                share(sum, layers, bytes(cache.group(1)));
                layers.clear();
            }
        }
        return sum.uses(ROUNDING_BYTES);
    }

    private static void add(MemorySum sum, String device, String what, long bytes) {
        switch (what) {
            case "model" -> sum.add(device, bytes, 0, 0);
            case "compute" -> sum.add(device, 0, 0, bytes);
            default -> sum.add(device, 0, bytes, 0);
        }
    }

    private static void share(MemorySum sum, Map<String, Integer> layers, long bytes) {
        int all = layers.values().stream().mapToInt(Integer::intValue).sum();
        layers.forEach((device, count) -> sum.add(device, 0, Math.round((double) bytes * count / all), 0));
    }

    /** A buffer type's device: mapped files of Metal and private buffers are on the device, {@code CUDA_Host} is not. */
    private static String device(String bufferType) {
        return bufferType.replaceFirst("_(Mapped|Private)$", "");
    }

    private static long bytes(String mebibytes) {
        return Math.round(Double.parseDouble(mebibytes) * MIB);
    }
}

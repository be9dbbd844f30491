package dev.waggle.runtime.llamacpp;

import dev.waggle.runtime.protocol.MemoryUse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from the log of a load what it takes, where the library can't be asked. The log has two decimals of a MiB. */
final class MemoryLog {
    /** Half of the last decimal place, in bytes, rounded up. */
    static final long ROUNDING_BYTES = 5_243;

    private static final double MIB = 1 << 20;
    private static final Pattern BUFFER =
            Pattern.compile(":\\s+(\\S+) (model|KV|RS|DSV4 \\S+ state|compute) buffer size =\\s+([\\d.]+) MiB");

    private MemoryLog() {}

    static List<MemoryUse> read(List<EngineLog.Line> lines, MemorySum sum) {
        for (EngineLog.Line line : lines) {
            Matcher buffer = BUFFER.matcher(line.text());
            if (buffer.find()) {
                add(sum, device(buffer.group(1)), buffer.group(2), bytes(buffer.group(3)));
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

    /** A buffer type's device: mapped files of Metal and private buffers are on the device, {@code CUDA_Host} is not. */
    private static String device(String bufferType) {
        return bufferType.replaceFirst("_(Mapped|Private)$", "");
    }

    private static long bytes(String mebibytes) {
        return Math.round(Double.parseDouble(mebibytes) * MIB);
    }
}

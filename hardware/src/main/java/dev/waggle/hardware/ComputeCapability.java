package dev.waggle.hardware;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an NVIDIA GPU can execute, as CUDA numbers it: 8.9 is Ada, 9.0 Hopper, 12.0 Blackwell.
 *
 * @param major the generation, 1 or more
 * @param minor the variant within it, 0 to 9
 * @see <a href="https://developer.nvidia.com/cuda-gpus">NVIDIA's list</a>
 */
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]?)\\.([0-9])");
    private static final Comparator<ComputeCapability> ORDER =
            Comparator.comparingInt(ComputeCapability::major).thenComparingInt(ComputeCapability::minor);

    public ComputeCapability {
        if (major < 1 || major > 99 || minor < 0 || minor > 9) {
            throw new IllegalArgumentException(
                    "compute capability " + major + "." + minor + " is not of the form 8.9 (1.0 to 99.9).");
        }
    }

    /** Reads "8.9"; empty for anything else, "8" and "8.90" included. */
    public static Optional<ComputeCapability> parse(String text) {
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ComputeCapability(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))));
    }

    @Override
    public int compareTo(ComputeCapability other) {
        return ORDER.compare(this, other);
    }

    /** "8.9": the form {@link #parse} reads. */
    @Override
    public String toString() {
        return major + "." + minor;
    }
}

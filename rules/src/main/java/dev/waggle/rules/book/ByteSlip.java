package dev.waggle.rules.book;

import java.util.Optional;

/**
 * A number of bytes that looks as if it was meant in another unit: so small that it was meant in GiB or MiB, or a round
 * number of decimal units where memory comes in binary ones.
 *
 * @param found what stands there
 * @param allowed what the unit is
 * @param meant the number of bytes it was probably meant to be
 */
record ByteSlip(String found, String allowed, long meant) {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long HUNDRED_MB = 100_000_000;
    private static final long GB = 1_000_000_000;

    /** Empty where the number is what it looks like. */
    static Optional<ByteSlip> of(long bytes) {
        if (bytes > 1 && bytes < KIB) return Optional.of(small(bytes, GIB, "GiB"));
        if (bytes >= KIB && bytes < MIB) return Optional.of(small(bytes, MIB, "MiB"));
        if (bytes < HUNDRED_MB || bytes % HUNDRED_MB != 0 || bytes % MIB == 0) return Optional.empty();
        boolean giga = bytes % GB == 0;
        long meant = giga ? bytes / GB * GIB : bytes / 1_000_000 * MIB;
        return Optional.of(new ByteSlip(
                bytes + " bytes, which is " + Sentence.bytes(bytes),
                "bytes: " + Sentence.bytes(meant) + " is " + meant,
                meant));
    }

    private static ByteSlip small(long number, long unit, String name) {
        long meant = number * unit;
        return new ByteSlip(
                number + " bytes, which is next to nothing",
                "bytes, not " + name + ": " + number + " " + name + " is " + meant,
                meant);
    }
}

package dev.waggle.server.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bytes as a person writes them. */
final class ByteCount {
    /** What is understood. */
    static final String ALLOWED = "bytes, or a number with KiB, MiB, GiB, TiB, KB, MB, GB or TB, up to 1024TiB";

    private static final long MOST = 1L << 50;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,16}(?:\\.\\d{1,6})?) ?([a-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "kib",
            1L << 10,
            "mib",
            1L << 20,
            "gib",
            1L << 30,
            "tib",
            1L << 40,
            "kb",
            1_000L,
            "mb",
            1_000_000L,
            "gb",
            1_000_000_000L,
            "tb",
            1_000_000_000_000L);

    private ByteCount() {}

    /** The bytes, rounded down; null where the text is none of {@link #ALLOWED}, or says none at all. */
    static @Nullable Long parse(String text) {
        Matcher parts = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) return null;
        Long unit = UNITS.get(parts.group(2));
        if (unit == null || (unit == 1 && parts.group(1).contains("."))) return null;
        BigDecimal bytes = new BigDecimal(parts.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .setScale(0, RoundingMode.DOWN);
        boolean inRange = bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(MOST)) <= 0;
        return inRange ? bytes.longValueExact() : null;
    }
}

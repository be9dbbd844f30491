package dev.waggle.server.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Numbers and names as pages show them. */
final class Figures {
    private static final String[] BINARY = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    private static final int HASH_DIGITS = 12;

    private Figures() {}

    /** Bytes in the largest binary unit that leaves a whole part: 4.58 GiB. */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1024 && unit < BINARY.length - 1) {
            value /= 1024;
            unit++;
        }
        if (unit == 0) return bytes + " bytes";
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f %s" : "%.1f %s", value, BINARY[unit]);
    }

    /** The same; unknown stays unknown. */
    static String bytesOrUnknown(@Nullable Long bytes) {
        return bytes == null ? "unknown" : bytes(bytes);
    }

    /** A count with thousands separated: 131,072. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Parameters as model names give them: 8.03 B, 494 M. */
    static String parameters(long count) {
        if (count >= 1_000_000_000) return String.format(Locale.ROOT, "%.1f B", count / 1e9);
        return count >= 1_000_000 ? String.format(Locale.ROOT, "%.0f M", count / 1e6) : count(count);
    }

    /** A share as the length of an SVG shape: {@code 12.34%}, from nothing to all. */
    static String percent(long part, long whole) {
        double share = whole <= 0 ? 0 : Math.max(0, Math.min(1, (double) part / whole));
        return String.format(Locale.ROOT, "%.2f%%", share * 100);
    }

    /** A fact of a finding: bytes by its name's ending, lists with commas, null as unknown. */
    static String fact(String name, @Nullable Object value) {
        if (value == null) return "unknown";
        if (value instanceof Number bytes && name.endsWith("Bytes")) return bytes(bytes.longValue());
        if (value instanceof Long || value instanceof Integer) return count(((Number) value).longValue());
        if (!(value instanceof Collection<?> many)) return String.valueOf(value);
        return many.isEmpty()
                ? "none"
                : many.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    /** {@code sha256:0123…} as its first digits. */
    static String hash(String hash) {
        String digits = hash.substring(hash.indexOf(':') + 1);
        return digits.substring(0, Math.min(HASH_DIGITS, digits.length()));
    }

    /** A value in a query. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

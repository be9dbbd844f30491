package dev.waggle.server.pages;

import dev.waggle.rules.book.Sentence;
import dev.waggle.server.app.Quantity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and names as pages show them. */
final class Figures {
    private static final int HASH_DIGITS = 12;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Figures() {}

    /** Bytes in the largest binary unit. */
    static String bytes(long bytes) {
        return Quantity.bytes(bytes);
    }

    /** The same; unknown stays unknown. */
    static String bytesOrUnknown(@Nullable Long bytes) {
        return bytes == null ? "unknown" : bytes(bytes);
    }

    /** A count with thousands separated. */
    static String count(long count) {
        return Quantity.count(count);
    }

    /** Parameters as model names give them. */
    static String parameters(long count) {
        return Quantity.parameters(count);
    }

    /** A share as the length of an SVG shape: {@code 12.34%}, from nothing to all. */
    static String percent(long part, long whole) {
        double share = whole <= 0 ? 0 : Math.max(0, Math.min(1, (double) part / whole));
        return String.format(Locale.ROOT, "%.2f%%", share * 100);
    }

    /** A fact of a finding: bytes by its name's ending, lists with commas, null as unknown. */
    static String fact(String name, @Nullable Object value) {
        return Sentence.shown(name, value);
    }

    /** {@code sha256:0123…} as its first digits. */
    static String hash(String hash) {
        String digits = hash.substring(hash.indexOf(':') + 1);
        return digits.substring(0, Math.min(HASH_DIGITS, digits.length()));
    }

    /** A moment, to the minute, where the clock of the world shows it. */
    static String time(Instant moment) {
        return TIME.format(moment);
    }

    /** A value in a query. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

package dev.waggle.server.app;

import dev.waggle.rules.book.Sentence;
import java.util.Locale;

/** Numbers as people read them. */
public final class Quantity {
    private Quantity() {}

    /** Bytes in the largest binary unit that leaves a whole part: 4.58 GiB. */
    public static String bytes(long bytes) {
        return Sentence.bytes(bytes);
    }

    /** A count with thousands separated: 131,072. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Parameters as model names give them: 8.03 B, 494 M. */
    public static String parameters(long count) {
        if (count >= 1_000_000_000) return String.format(Locale.ROOT, "%.2f B", count / 1e9);
        if (count >= 1_000_000) return String.format(Locale.ROOT, "%.0f M", count / 1e6);
        return count(count);
    }

    /** Tokens a second; 0 where no time passed. */
    public static double perSecond(long tokens, long millis) {
        return millis == 0 ? 0 : tokens * 1000.0 / millis;
    }
}

package dev.waggle.runtime.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code format} asks of strings, or of numbers.
 *
 * @param regex the strings, a subset of what the format allows; null = not about strings
 * @param numbers the numbers
 */
record Format(@Nullable String regex, NumberBounds numbers) {
    /** Days that exist, leap years included; years 0000 to 9999 (RFC 3339). */
    private static final String DATE = "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
            + "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";

    /** Without leap seconds. */
    private static final String TIME =
            "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])";

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?";

    private static final Map<String, Format> NAMED = new LinkedHashMap<>();

    static {
        strings("date", DATE);
        strings("time", TIME);
        strings("date-time", DATE + "T" + TIME);
        strings("uuid", "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
        strings("ipv4", BYTE + "(?:\\." + BYTE + "){3}");
        strings("hostname", LABEL + "(?:\\." + LABEL + "){0,5}");
        strings("email", "[A-Za-z0-9_]{1,20}(?:[.+-][A-Za-z0-9_]{1,20}){0,1}@" + LABEL + "(?:\\." + LABEL + "){1,5}");
        for (int bits : new int[] {8, 16, 32, 64}) {
            BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
            numbers("int" + bits, half.negate(), half.subtract(BigInteger.ONE));
            numbers("uint" + bits, BigInteger.ZERO, half.shiftLeft(1).subtract(BigInteger.ONE));
        }
        NAMED.put("float", new Format(null, NumberBounds.ANY));
        NAMED.put("double", new Format(null, NumberBounds.ANY));
    }

    private static void strings(String name, String regex) {
        NAMED.put(name, new Format("^(?:" + regex + ")$", NumberBounds.ANY));
    }

    private static void numbers(String name, BigInteger least, BigInteger most) {
        NumberBounds bounds =
                NumberBounds.from(new BigDecimal(least), false).and(NumberBounds.to(new BigDecimal(most), false));
        NAMED.put(name, new Format(null, bounds));
    }

    static Format named(Located where) throws UnsupportedSchemaException {
        Format format = where.node().isTextual() ? NAMED.get(where.node().textValue()) : null;
        if (format == null) {
            throw where.refused("is " + where.node() + "; allowed are " + String.join(", ", NAMED.keySet())
                    + ". Maybe say it in the description instead.");
        }
        return format;
    }
}

package dev.waggle.runtime.grammar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;

/** Says whether a text is of a format, by what the JDK has for it. */
final class FormatJudge {
    private FormatJudge() {}

    static boolean accepts(String format, String text) {
        try {
            switch (format) {
                case "date" -> LocalDate.parse(text);
                case "time" -> OffsetTime.parse(shortOffset(text));
                case "date-time" -> OffsetDateTime.parse(shortOffset(text));
                case "uuid" -> {
                    return text.matches("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
                }
                case "ipv4" -> {
                    return text.matches("(?:(?:0|[1-9]\\d{0,2})(?:\\.(?!$)|$)){4}")
                            && text.lines()
                                    .flatMap(all -> Arrays.stream(all.split("\\.")))
                                    .allMatch(part -> Integer.parseInt(part) < 256);
                }
                case "hostname" -> {
                    return text.length() <= 253
                            && text.matches("(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*");
                }
                case "email" -> {
                    return text.matches("[^@\\s.]+(\\.[^@\\s.]+)*@[a-z0-9-]+(\\.[a-z0-9-]+)+")
                            && text.indexOf('@') <= 64;
                }
                default -> throw new IllegalArgumentException(format);
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The JDK knows offsets up to 18 hours only; RFC 3339 up to 23:59. */
    private static String shortOffset(String text) {
        return text.replaceAll("([+-])(?:1[89]|2[0-3])(:[0-5]\\d)$", "$1" + "05" + "$2");
    }
}

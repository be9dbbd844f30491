package dev.waggle.server.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers that a caller may keep as long as their version lasts, and changes that must name the version they change. */
public final class Conditional {
    private Conditional() {}

    /**
     * Marks an answer with its version. When the caller has that version already, answers so.
     *
     * @param version everything the answer depends on, such as the rule set's and the catalog's hashes; visible ASCII
     *     without quotes
     * @return true when there is nothing left to answer
     */
    public static boolean answered(Context ctx, String version) {
        tagged(ctx, version);
        String tag = tag(version);
        if (names(ctx.header("If-None-Match"), tag, true)) {
            ctx.status(304);
            return true;
        }
        return false;
    }

    /** Names the version that an answer is of, where the answer also tells what the version does not name. */
    public static void tagged(Context ctx, String version) {
        ctx.header("ETag", tag(version)).header("Cache-Control", "no-cache");
    }

    /**
     * Lets a change through only when it names the version that it changes.
     *
     * @throws ProblemException 428 when it names none, 412 when that is another
     */
    public static void requireMatch(Context ctx, String version) {
        String given = ctx.header("If-Match");
        if (given == null || given.strip().equals("*")) {
            throw Problem.of(428, "if-match", "Say in If-Match which version this changes (the ETag you read).")
                    .exception();
        }
        if (!names(given, tag(version), false)) {
            throw Problem.of(412, "if-match", "It has changed since you read it. Read it again.")
                    .exception()
                    .header("ETag", tag(version));
        }
    }

    private static String tag(String version) {
        if (!version.matches("[\\x21\\x23-\\x7e]+")) {
            throw new IllegalArgumentException("not fit for an ETag: " + version);
        }
        return '"' + version + '"';
    }

    /** Weak tags are as good as strong ones for reading, and none for changing (RFC 9110, 13.1). */
    private static boolean names(@Nullable String header, String tag, boolean weak) {
        if (header == null) {
            return false;
        }
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(each -> weak && each.startsWith("W/") ? each.substring(2) : each)
                .anyMatch(each -> Objects.equals(each, tag) || (weak && each.equals("*")));
    }
}

package dev.waggle.server.pages;

import dev.waggle.rules.book.PlainWords;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Severity;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which rules are asked for; an empty text asks for all.
 *
 * @param text words that must all be somewhere in the rule, as it is written or in plain English
 * @param severity its id
 */
record RuleQuery(String text, String severity) {
    static RuleQuery of(Context ctx) {
        return new RuleQuery(
                Objects.requireNonNullElse(ctx.queryParam("q"), "").strip(),
                Objects.requireNonNullElse(ctx.queryParam("severity"), ""));
    }

    /** Ids of severities to choose from. */
    static List<String> severities() {
        return Arrays.stream(Severity.values()).map(Severity::id).toList();
    }

    boolean isEmpty() {
        return text.isEmpty() && severity.isEmpty();
    }

    boolean takes(Rule rule) {
        String all = String.join("\n", rule.id(), rule.concern(), rule.source(), PlainWords.of(rule))
                .toLowerCase(Locale.ROOT);
        return (severity.isEmpty() || severity.equals(rule.severity().id()))
                && Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+")).allMatch(all::contains);
    }
}

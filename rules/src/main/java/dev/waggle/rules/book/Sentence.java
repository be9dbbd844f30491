package dev.waggle.rules.book;

import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.RuleFact;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule's message with the values of its facts. A field in braces is looked for in the first pattern's fact, then in
 * the second's; {@code {Worker.backend}} names the fact.
 */
public final class Sentence {
    private static final Pattern FIELD = Pattern.compile("\\{([A-Za-z]+(?:\\.[A-Za-z]+)?)}");
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private Sentence() {}

    /** Finds the fields a message mentions; group 1 is the name. */
    static Matcher matcher(String message) {
        return FIELD.matcher(message);
    }

    /** The fields a message mentions. */
    static List<String> fields(String message) {
        return FIELD.matcher(message).results().map(field -> field.group(1)).toList();
    }

    /** Where a brace is that is not one of a field's, from 0; -1 where there is none. */
    static int loneBrace(String message) {
        String blanked = FIELD.matcher(message)
                .replaceAll(field -> " ".repeat(field.group().length()));
        for (int i = 0; i < blanked.length(); i++) if (blanked.charAt(i) == '{' || blanked.charAt(i) == '}') return i;
        return -1;
    }

    /** The number of the pattern whose fact has the field. */
    static Optional<Integer> owner(String field, List<Rule.Pattern> patterns) {
        int point = field.indexOf('.');
        String type = point < 0 ? "" : field.substring(0, point);
        String name = field.substring(point + 1);
        for (int i = 0; i < patterns.size(); i++) {
            String candidate = patterns.get(i).type();
            boolean has = FactTypes.of(candidate)
                    .filter(known -> known.fields().containsKey(name))
                    .isPresent();
            if (has && (type.isEmpty() || type.equals(candidate))) return Optional.of(i);
        }
        return Optional.empty();
    }

    /** The values of the fields the message and the constraints mention, by name, as JSON has them. */
    public static Map<String, @Nullable Object> facts(Rule rule, List<RuleFact> facts) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String field : fields(rule.message())) put(values, field, rule, facts);
        for (int i = 0; i < rule.patterns().size(); i++)
            for (Rule.Constraint constraint : rule.patterns().get(i).constraints()) {
                values.putIfAbsent(constraint.field(), value(facts.get(i), constraint.field()));
                if (constraint.operand() instanceof Rule.Operand.OwnField own)
                    values.putIfAbsent(own.field(), value(facts.get(i), own.field()));
                if (constraint.operand() instanceof Rule.Operand.OtherField other)
                    values.putIfAbsent(other.field(), value(facts.get(0), other.field()));
            }
        return values;
    }

    private static void put(Map<String, @Nullable Object> values, String field, Rule rule, List<RuleFact> facts) {
        int owner = owner(field, rule.patterns()).orElse(0);
        String name = field.substring(field.indexOf('.') + 1);
        values.putIfAbsent(name, value(facts.get(owner), name));
    }

    /** The sentence a person reads. */
    public static String render(Rule rule, List<RuleFact> facts) {
        Matcher matcher = FIELD.matcher(rule.message());
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String field = matcher.group(1);
            String name = field.substring(field.indexOf('.') + 1);
            int owner = owner(field, rule.patterns()).orElse(0);
            matcher.appendReplacement(text, Matcher.quoteReplacement(shown(name, value(facts.get(owner), name))));
        }
        return matcher.appendTail(text).toString();
    }

    /** A component of a fact. */
    static @Nullable Object value(RuleFact fact, String field) {
        return FactTypes.value(fact, field);
    }

    /** A fact as people read it: bytes by the field's name, counts with thousands, sets with commas, null as unknown. */
    public static String shown(String field, @Nullable Object value) {
        if (value == null) return "unknown";
        if (value instanceof Number bytes && field.endsWith("Bytes")) return bytes(bytes.longValue());
        if (value instanceof Long || value instanceof Integer)
            return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
        if (value instanceof Collection<?> many)
            return many.isEmpty()
                    ? "none"
                    : String.join(
                            ", ", many.stream().map(String::valueOf).sorted().toList());
        return String.valueOf(value);
    }

    /** Bytes in the largest binary unit that leaves a whole part: 4.58 GiB. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0
                ? bytes + " bytes"
                : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f %s" : "%.1f %s", value, UNITS[unit]);
    }
}

package dev.waggle.runtime.grammar;

import static dev.waggle.runtime.grammar.Expression.ANY_NUMBER;
import static dev.waggle.runtime.grammar.Expression.characters;
import static dev.waggle.runtime.grammar.Expression.choice;
import static dev.waggle.runtime.grammar.Expression.optional;
import static dev.waggle.runtime.grammar.Expression.repeat;
import static dev.waggle.runtime.grammar.Expression.rule;
import static dev.waggle.runtime.grammar.Expression.sequence;
import static dev.waggle.runtime.grammar.Expression.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules of JSON itself, which every grammar may use (RFC 8259). */
final class JsonRules {
    static final Expression SPACE = rule("space");
    static final Expression CHARACTER = rule("char");
    static final Expression STRING = rule("string");
    static final Expression NUMBER = rule("number");
    static final Expression INTEGER = rule("integer");
    static final Expression VALUE = rule("value");
    static final Expression DIGIT = characters("[0-9]");
    static final Expression QUOTE = text("\"");

    /** What ends one member or item and begins the next. */
    static final Expression COMMA = sequence(text(","), SPACE);

    private static final Expression HEX = characters("[0-9a-fA-F]");

    private JsonRules() {}

    static Map<String, Expression> all() {
        Map<String, Expression> all = new LinkedHashMap<>();
        all.put("space", space());
        all.put("value", choice(rule("object"), rule("array"), STRING, NUMBER, rule("boolean"), rule("null")));
        all.put("object", brackets("{", list(sequence(STRING, text(":"), SPACE, VALUE), 0, ANY_NUMBER), "}"));
        all.put("array", brackets("[", list(VALUE, 0, ANY_NUMBER), "]"));
        all.put("string", sequence(QUOTE, repeat(CHARACTER, 0, ANY_NUMBER), QUOTE));
        all.put("char", choice(characters("[^\"\\\\\\x00-\\x1F]"), sequence(text("\\"), rule("escape"))));
        all.put("escape", escape());
        all.put("whole", choice(text("0"), sequence(characters("[1-9]"), repeat(DIGIT, 0, 15))));
        all.put("integer", sequence(optional(text("-")), rule("whole")));
        all.put("number", number());
        all.put("boolean", choice(text("true"), text("false")));
        all.put("null", text("null"));
        return all;
    }

    /** As llama.cpp 0.5's SPACE_RULE: bounded, so that a model can't go on with it for ever. */
    private static Expression space() {
        return choice(
                Expression.empty(), text(" "), sequence(repeat(text("\n"), 1, 2), repeat(characters("[ \\t]"), 0, 20)));
    }

    /** What follows a backslash; half a surrogate pair is no character and not allowed. */
    private static Expression escape() {
        Expression low = sequence(text("\\u"), characters("[dD]"), characters("[c-fC-F]"), HEX, HEX);
        Expression unit = choice(
                sequence(characters("[0-9a-cA-CefEF]"), repeat(HEX, 3, 3)),
                sequence(
                        characters("[dD]"),
                        choice(
                                sequence(characters("[0-7]"), HEX, HEX),
                                sequence(characters("[89abAB]"), HEX, HEX, low))));
        return choice(characters("[\"\\\\/bfnrt]"), sequence(text("u"), unit));
    }

    /** Up to 16 digits before and after the point, as llama.cpp 0.5, and an exponent that a 64-bit float has. */
    private static Expression number() {
        return sequence(
                INTEGER,
                optional(sequence(text("."), repeat(DIGIT, 1, 16))),
                optional(sequence(characters("[eE]"), optional(characters("[-+]")), repeat(DIGIT, 1, 2))));
    }

    /** Content in brackets; no content, no second space. */
    static Expression brackets(String open, Expression content, String close) {
        Expression inside = content instanceof Expression.Repeat repeat && repeat.least() == 0 && repeat.most() == 1
                ? optional(sequence(repeat.part(), SPACE))
                : content.equals(Expression.empty()) ? Expression.empty() : sequence(content, SPACE);
        return sequence(text(open), SPACE, inside, text(close));
    }

    /** Items with commas between them. */
    static Expression list(Expression item, int least, int most) {
        if (most == 0) {
            return Expression.empty();
        }
        int othersMost = most == ANY_NUMBER ? ANY_NUMBER : most - 1;
        Expression others = repeat(sequence(COMMA, item), Math.max(least - 1, 0), othersMost);
        Expression all = sequence(item, others);
        return least == 0 ? optional(all) : all;
    }

    /** One of these texts, such as JSON values. */
    static Expression anyText(List<String> texts) {
        return choice(texts.stream().map(Expression::text).toList());
    }
}

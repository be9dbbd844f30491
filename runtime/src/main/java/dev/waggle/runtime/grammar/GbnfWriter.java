package dev.waggle.runtime.grammar;

import dev.waggle.runtime.grammar.Expression.CharacterClass;
import dev.waggle.runtime.grammar.Expression.Choice;
import dev.waggle.runtime.grammar.Expression.Reference;
import dev.waggle.runtime.grammar.Expression.Repeat;
import dev.waggle.runtime.grammar.Expression.Sequence;
import dev.waggle.runtime.grammar.Expression.Text;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Writes rules as llama.cpp 0.5 reads them (llama-grammar.cpp). */
final class GbnfWriter {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final StringBuilder out = new StringBuilder();

    private GbnfWriter() {}

    static String write(Map<String, Expression> rules) {
        GbnfWriter writer = new GbnfWriter();
        rules.forEach((name, body) -> {
            writer.out.append(name).append(" ::= ");
            writer.alternatives(body);
            writer.out.append('\n');
        });
        return writer.out.toString();
    }

    private void alternatives(Expression expression) {
        List<Expression> parts = expression instanceof Choice choice ? choice.parts() : List.of(expression);
        for (int i = 0; i < parts.size(); i++) {
            out.append(i > 0 ? " | " : "");
            sequence(parts.get(i));
        }
    }

    private void sequence(Expression expression) {
        List<Expression> parts = expression instanceof Sequence sequence ? sequence.parts() : List.of(expression);
        out.append(parts.isEmpty() ? "\"\"" : "");
        for (int i = 0; i < parts.size(); i++) {
            out.append(i > 0 ? " " : "");
            item(parts.get(i));
        }
    }

    private void item(Expression expression) {
        if (expression instanceof Text text) {
            out.append('"').append(escaped(text.text())).append('"');
        } else if (expression instanceof CharacterClass characters) {
            out.append(characters.written());
        } else if (expression instanceof Reference reference) {
            out.append(reference.rule());
        } else if (expression instanceof Repeat repeat && !(repeat.part() instanceof Repeat)) {
            item(repeat.part());
            out.append(times(repeat));
        } else if (expression instanceof Repeat repeat) {
            group(repeat.part());
            out.append(times(repeat));
        } else {
            group(expression);
        }
    }

    private void group(Expression expression) {
        out.append('(');
        alternatives(expression);
        out.append(')');
    }

    private static String times(Repeat repeat) {
        int least = repeat.least();
        int most = repeat.most();
        if (most == Expression.ANY_NUMBER) {
            return least == 0 ? "*" : least == 1 ? "+" : "{" + least + ",}";
        }
        if (least == 0 && most == 1) {
            return "?";
        }
        return least == most ? "{" + least + "}" : "{" + least + "," + most + "}";
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < 0x20 || c == 0x7F) {
                out.append(inClass(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** A character as a member of a class; all but letters and digits are written as numbers. */
    static String inClass(int codePoint) {
        boolean plain = codePoint < 0x80 && Character.isLetterOrDigit(codePoint);
        if (plain) {
            return Character.toString(codePoint);
        }
        int digits = codePoint < 0x100 ? 2 : codePoint < 0x10000 ? 4 : 8;
        String kind = digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U";
        return kind + HEX.toHexDigits(codePoint, digits);
    }
}

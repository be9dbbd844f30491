package dev.waggle.runtime.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The right side of a grammar rule. The factories keep it simple: nothing vanishes, neighbours join. */
sealed interface Expression {
    /** Stands for no upper limit of a repetition. */
    int ANY_NUMBER = -1;

    /** Exactly this text. */
    record Text(String text) implements Expression {}

    /** One character of a class, written as GBNF writes it: {@code [0-9]}. */
    record CharacterClass(String written) implements Expression {}

    /** What another rule matches. */
    record Reference(String rule) implements Expression {}

    /** One after the other. */
    record Sequence(List<Expression> parts) implements Expression {}

    /** One of these. */
    record Choice(List<Expression> parts) implements Expression {}

    /** Several times; {@code most} may be {@link #ANY_NUMBER}. */
    record Repeat(Expression part, int least, int most) implements Expression {}

    /** Matches no text at all, not even the empty one. */
    static Expression nothing() {
        return new Choice(List.of());
    }

    /** Matches the empty text only. */
    static Expression empty() {
        return new Sequence(List.of());
    }

    static Expression text(String text) {
        return text.isEmpty() ? empty() : new Text(text);
    }

    static Expression characters(String written) {
        return new CharacterClass(written);
    }

    static Expression rule(String name) {
        return new Reference(name);
    }

    static Expression sequence(Expression... parts) {
        return sequence(List.of(parts));
    }

    static Expression sequence(List<Expression> parts) {
        List<Expression> flat = new ArrayList<>();
        StringBuilder texts = new StringBuilder();
        for (Expression part : parts) {
            if (part.equals(nothing())) {
                return nothing();
            }
            List<Expression> inner = part instanceof Sequence sequence ? sequence.parts() : List.of(part);
            for (Expression each : inner) {
                if (each instanceof Text text) {
                    texts.append(text.text());
                } else {
                    flush(texts, flat);
                    flat.add(each);
                }
            }
        }
        flush(texts, flat);
        return flat.size() == 1 ? flat.get(0) : new Sequence(List.copyOf(flat));
    }

    private static void flush(StringBuilder texts, List<Expression> flat) {
        if (!texts.isEmpty()) {
            flat.add(new Text(texts.toString()));
            texts.setLength(0);
        }
    }

    static Expression choice(Expression... parts) {
        return choice(List.of(parts));
    }

    static Expression choice(List<Expression> parts) {
        List<Expression> flat = new ArrayList<>();
        Set<Expression> simple = new HashSet<>();
        for (Expression part : parts) {
            List<Expression> inner = part instanceof Choice choice ? choice.parts() : List.of(part);
            inner.stream().filter(each -> !each.isSimple() || simple.add(each)).forEach(flat::add);
        }
        return flat.size() == 1 ? flat.get(0) : new Choice(List.copyOf(flat));
    }

    /** Whether it has no parts, so that comparing it costs little however deep a grammar is. */
    private boolean isSimple() {
        return this instanceof Text || this instanceof CharacterClass || this instanceof Reference || equals(empty());
    }

    static Expression optional(Expression part) {
        return repeat(part, 0, 1);
    }

    static Expression repeat(Expression part, int least, int most) {
        if (most == 0 || part.equals(empty()) || (least == 0 && part.equals(nothing()))) {
            return empty();
        }
        boolean once = least == 1 && most == 1;
        return once || part.equals(nothing()) ? part : new Repeat(part, least, most);
    }

    /** Whether it matches the empty text, where no rule it names does. */
    default boolean mayBeEmpty() {
        if (this instanceof Sequence sequence) {
            return sequence.parts().stream().allMatch(Expression::mayBeEmpty);
        }
        if (this instanceof Choice choice) {
            return choice.parts().stream().anyMatch(Expression::mayBeEmpty);
        }
        return this instanceof Repeat repeat
                && (repeat.least() == 0 || repeat.part().mayBeEmpty());
    }

    /** The same with every reference replaced. */
    default Expression replacing(Function<String, Expression> references) {
        if (this instanceof Reference reference) {
            return references.apply(reference.rule());
        }
        if (this instanceof Sequence sequence) {
            return sequence(
                    sequence.parts().stream().map(e -> e.replacing(references)).toList());
        }
        if (this instanceof Choice choice) {
            return choice(
                    choice.parts().stream().map(e -> e.replacing(references)).toList());
        }
        return this instanceof Repeat repeat
                ? repeat(repeat.part().replacing(references), repeat.least(), repeat.most())
                : this;
    }
}

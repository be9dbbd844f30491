package dev.waggle.runtime.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of characters. */
final class CodePoints {
    /** As regular expressions of ECMAScript have {@code \d}, {@code \w} and {@code \s} (ECMA-262, 22.2.2.9). */
    static final CodePoints DIGITS = ranges('0', '9');

    static final CodePoints WORD = ranges('0', '9', 'A', 'Z', '_', '_', 'a', 'z');
    static final CodePoints SPACE = ranges(
            0x09, 0x0D, 0x20, 0x20, 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x202F, 0x205F,
            0x205F, 0x3000, 0x3000, 0xFEFF, 0xFEFF);

    /** What {@code .} does not match. */
    static final CodePoints LINE_ENDS = ranges('\n', '\n', '\r', '\r', 0x2028, 0x2029);

    /** What a JSON string can't hold as it is, half characters among it. */
    private static final CodePoints NOT_PLAIN =
            ranges(0, 0x1F, '"', '"', '\\', '\\', Character.MIN_SURROGATE, Character.MAX_SURROGATE);

    /** The short escapes of JSON by the characters they stand for. */
    private static final Map<Integer, String> ESCAPES = new TreeMap<>(Map.of(
            (int) '\b',
            "b",
            (int) '\t',
            "t",
            (int) '\n',
            "n",
            0x0C,
            "f",
            (int) '\r',
            "r",
            (int) '"',
            "\"",
            (int) '\\',
            "\\"));

    private final TreeMap<Integer, Integer> ranges = new TreeMap<>();

    private static CodePoints ranges(int... borders) {
        CodePoints set = new CodePoints();
        for (int i = 0; i < borders.length; i += 2) {
            set.add(borders[i], borders[i + 1]);
        }
        return set;
    }

    static CodePoints one(int codePoint) {
        return ranges(codePoint, codePoint);
    }

    static CodePoints none() {
        return new CodePoints();
    }

    boolean isOne() {
        return ranges.size() == 1
                && ranges.firstKey().equals(ranges.firstEntry().getValue());
    }

    /** The smallest; there must be one. */
    int first() {
        return ranges.firstKey();
    }

    CodePoints add(CodePoints others) {
        others.ranges.forEach(this::add);
        return this;
    }

    CodePoints add(int first, int last) {
        int from = first;
        int to = last;
        Map.Entry<Integer, Integer> near = ranges.floorEntry(to + 1);
        while (near != null && near.getValue() >= from - 1) {
            from = Math.min(from, near.getKey());
            to = Math.max(to, near.getValue());
            ranges.remove(near.getKey());
            near = ranges.floorEntry(to + 1);
        }
        ranges.put(from, to);
        return this;
    }

    boolean contains(int codePoint) {
        Map.Entry<Integer, Integer> near = ranges.floorEntry(codePoint);
        return near != null && near.getValue() >= codePoint;
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    CodePoints others() {
        CodePoints others = new CodePoints();
        int from = 0;
        for (Map.Entry<Integer, Integer> range : ranges.entrySet()) {
            if (range.getKey() > from) {
                others.add(from, range.getKey() - 1);
            }
            from = range.getValue() + 1;
        }
        if (from <= Character.MAX_CODE_POINT) {
            others.add(from, Character.MAX_CODE_POINT);
        }
        return others;
    }

    /** One of these characters inside a JSON string: as it is, or by its short escape. */
    Expression inString() {
        List<Expression> ways = new ArrayList<>();
        CodePoints plain = others().add(NOT_PLAIN).others();
        if (!plain.isEmpty()) {
            ways.add(plain.written());
        }
        CodePoints letters = new CodePoints();
        ESCAPES.forEach((c, letter) -> {
            if (contains(c)) {
                letters.add(letter.codePointAt(0), letter.codePointAt(0));
            }
        });
        if (!letters.isEmpty()) {
            ways.add(Expression.sequence(Expression.text("\\"), letters.written()));
        }
        return Expression.choice(ways);
    }

    private Expression written() {
        if (isOne()) {
            return Expression.text(Character.toString(first()));
        }
        StringBuilder out = new StringBuilder("[");
        ranges.forEach((from, to) -> {
            out.append(GbnfWriter.inClass(from));
            if (to > from) {
                out.append(to > from + 1 ? "-" : "").append(GbnfWriter.inClass(to));
            }
        });
        return Expression.characters(out.append(']').toString());
    }
}

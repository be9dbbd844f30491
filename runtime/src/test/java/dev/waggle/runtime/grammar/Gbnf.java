package dev.waggle.runtime.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A grammar in GBNF, read anew from its text: says which texts it matches and makes up some that it does. */
final class Gbnf {
    private final Map<String, Node> rules;

    private Gbnf(Map<String, Node> rules) {
        this.rules = rules;
    }

    static Gbnf parse(String grammar) {
        Map<String, Node> rules = new HashMap<>();
        for (String line : grammar.lines().toList()) {
            String[] parts = line.split(" ::= ", 2);
            if (parts.length != 2 || !parts[0].matches("[a-zA-Z0-9-]+") || rules.containsKey(parts[0])) {
                throw new IllegalArgumentException("no rule, or a second of its name: " + line);
            }
            rules.put(parts[0], new Reader(parts[1]).whole());
        }
        rules.values()
                .forEach(node -> node.references().forEach(name -> {
                    if (!rules.containsKey(name)) {
                        throw new IllegalArgumentException("no such rule: " + name);
                    }
                }));
        return new Gbnf(rules);
    }

    boolean matches(String text) {
        int[] codePoints = text.codePoints().toArray();
        return new Matcher(codePoints).ends(rule("root"), 0).contains(codePoints.length);
    }

    /** A text that this grammar matches; the deeper, the sooner it chooses what is short. */
    String sample(Random random) {
        StringBuilder out = new StringBuilder();
        sample(rule("root"), random, 0, out);
        return out.toString();
    }

    private Node rule(String name) {
        return Objects.requireNonNull(rules.get(name), name);
    }

    private void sample(Node node, Random random, int depth, StringBuilder out) {
        if (node instanceof Literal literal) {
            literal.codePoints().forEach(out::appendCodePoint);
        } else if (node instanceof Characters characters) {
            out.appendCodePoint(characters.any(random));
        } else if (node instanceof Reference reference) {
            sample(rule(reference.name()), random, depth + 1, out);
        } else if (node instanceof Sequence sequence) {
            sequence.parts().forEach(part -> sample(part, random, depth, out));
        } else if (node instanceof Choice choice) {
            int size = choice.parts().size();
            int place = depth > 12 ? cheapest(choice) : random.nextInt(size);
            sample(choice.parts().get(place), random, depth, out);
        } else if (node instanceof Repeat repeat) {
            int more = depth > 12 ? 0 : random.nextInt(Math.min(repeat.most() - repeat.least(), 3) + 1);
            for (int i = 0; i < repeat.least() + more; i++) {
                sample(repeat.part(), random, depth, out);
            }
        }
    }

    private int cheapest(Choice choice) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < choice.parts().size(); i++) {
            long cost = cost(choice.parts().get(i), 8);
            if (cost < least) {
                least = cost;
                best = i;
            }
        }
        return best;
    }

    private long cost(Node node, int depth) {
        if (node instanceof Reference reference) {
            return depth == 0 ? 1_000_000 : 1 + cost(rule(reference.name()), depth - 1);
        }
        if (node instanceof Sequence sequence) {
            return sequence.parts().stream()
                    .mapToLong(part -> cost(part, depth))
                    .sum();
        }
        if (node instanceof Choice choice) {
            return choice.parts().stream()
                    .mapToLong(part -> cost(part, depth))
                    .min()
                    .orElseThrow();
        }
        return node instanceof Repeat repeat ? repeat.least() * cost(repeat.part(), depth) : 1;
    }

    sealed interface Node {
        default List<String> references() {
            if (this instanceof Reference reference) {
                return List.of(reference.name());
            }
            if (this instanceof Repeat repeat) {
                return repeat.part().references();
            }
            List<Node> parts = this instanceof Sequence sequence
                    ? sequence.parts()
                    : this instanceof Choice choice ? choice.parts() : List.of();
            return parts.stream().flatMap(part -> part.references().stream()).toList();
        }
    }

    record Literal(List<Integer> codePoints) implements Node {}

    /** @param borders first and last of each range */
    record Characters(boolean negated, List<Integer> borders) implements Node {
        boolean has(int codePoint) {
            boolean inside = false;
            for (int i = 0; i < borders.size(); i += 2) {
                inside |= codePoint >= borders.get(i) && codePoint <= borders.get(i + 1);
            }
            return inside != negated;
        }

        int any(Random random) {
            int[] odd = {'"', '\\', '/', ' ', 'a', 'Z', '0', '9', '\n', 0x7F, 0xE9, 0x2028, 0xFFFD, 0x1F600, '-', ']'};
            for (int attempt = 0; attempt < 5; attempt++) {
                int c = odd[random.nextInt(odd.length)];
                if (has(c)) {
                    return c;
                }
            }
            int place = random.nextInt(borders.size() / 2) * 2;
            int c = borders.get(place) + random.nextInt(borders.get(place + 1) - borders.get(place) + 1);
            return has(c) ? c : negated ? 'x' : borders.get(0);
        }
    }

    record Reference(String name) implements Node {}

    record Sequence(List<Node> parts) implements Node {}

    record Choice(List<Node> parts) implements Node {}

    record Repeat(Node part, int least, int most) implements Node {}

    /** Finds all ends of all matches; memory of each place keeps it from doing so twice. */
    private final class Matcher {
        private final int[] text;
        private final Map<String, Map<Integer, Set<Integer>>> known = new HashMap<>();

        Matcher(int[] text) {
            this.text = text;
        }

        Set<Integer> ends(Node node, int from) {
            Set<Integer> ends = new TreeSet<>();
            if (node instanceof Literal literal) {
                int at = from;
                for (int c : literal.codePoints()) {
                    at = at >= 0 && at < text.length && text[at] == c ? at + 1 : -1;
                }
                if (at >= 0) {
                    ends.add(at);
                }
            } else if (node instanceof Characters characters) {
                if (from < text.length && characters.has(text[from])) {
                    ends.add(from + 1);
                }
            } else if (node instanceof Reference reference) {
                Map<Integer, Set<Integer>> places = known.computeIfAbsent(reference.name(), n -> new HashMap<>());
                Set<Integer> before = places.get(from);
                if (before == null) {
                    before = ends(rule(reference.name()), from);
                    places.put(from, before);
                }
                return before;
            } else if (node instanceof Sequence sequence) {
                ends.add(from);
                for (Node part : sequence.parts()) {
                    ends = after(part, ends);
                }
            } else if (node instanceof Choice choice) {
                for (Node part : choice.parts()) {
                    ends.addAll(ends(part, from));
                }
            } else if (node instanceof Repeat repeat) {
                Set<Integer> now = Set.of(from);
                for (int i = 0;
                        i <= repeat.most() && !now.isEmpty() && !(i > repeat.least() && ends.containsAll(now));
                        i++) {
                    if (i >= repeat.least()) {
                        ends.addAll(now);
                    }
                    now = after(repeat.part(), now);
                }
            }
            return ends;
        }

        private Set<Integer> after(Node part, Set<Integer> starts) {
            Set<Integer> ends = new TreeSet<>();
            starts.forEach(start -> ends.addAll(ends(part, start)));
            return ends;
        }
    }

    /** Reads the right side of one rule. */
    private static final class Reader {
        private final String source;
        private int at;

        Reader(String source) {
            this.source = source;
        }

        Node whole() {
            Node node = alternatives();
            require(at == source.length());
            return node;
        }

        private Node alternatives() {
            List<Node> parts = new ArrayList<>(List.of(sequence()));
            while (skip("|")) {
                parts.add(sequence());
            }
            return parts.size() == 1 ? parts.get(0) : new Choice(parts);
        }

        private Node sequence() {
            List<Node> parts = new ArrayList<>();
            while (true) {
                while (skip(" ")) {
                    // spaces stand between items
                }
                if (at == source.length() || source.charAt(at) == '|' || source.charAt(at) == ')') {
                    return new Sequence(parts);
                }
                parts.add(times(item()));
            }
        }

        private Node item() {
            if (skip("\"")) {
                List<Integer> codePoints = new ArrayList<>();
                while (!skip("\"")) {
                    codePoints.add(character());
                }
                return new Literal(codePoints);
            }
            if (skip("[")) {
                return characters();
            }
            if (skip("(")) {
                Node inside = alternatives();
                require(skip(")"));
                return inside;
            }
            int from = at;
            while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '-')) {
                at++;
            }
            require(at > from);
            return new Reference(source.substring(from, at));
        }

        private Node characters() {
            boolean negated = skip("^");
            List<Integer> borders = new ArrayList<>();
            while (!skip("]")) {
                int first = character();
                boolean range = source.startsWith("-", at) && !source.startsWith("-]", at);
                at += range ? 1 : 0;
                borders.add(first);
                borders.add(range ? character() : first);
            }
            return new Characters(negated, borders);
        }

        private int character() {
            int c = source.codePointAt(at);
            at += Character.charCount(c);
            if (c != '\\') {
                return c;
            }
            char kind = source.charAt(at++);
            int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
            at += digits;
            return switch (kind) {
                case 'x', 'u', 'U' -> Integer.parseInt(source.substring(at - digits, at), 16);
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                default -> {
                    require("\\\"[]-".indexOf(kind) >= 0);
                    yield kind;
                }
            };
        }

        private Node times(Node part) {
            int any = Integer.MAX_VALUE;
            if (skip("*")) {
                return new Repeat(part, 0, any);
            }
            if (skip("+")) {
                return new Repeat(part, 1, any);
            }
            if (skip("?")) {
                return new Repeat(part, 0, 1);
            }
            if (!skip("{")) {
                return part;
            }
            int end = source.indexOf('}', at);
            String[] counts = source.substring(at, end).split(",", -1);
            at = end + 1;
            int least = Integer.parseInt(counts[0]);
            int most = counts.length == 1 ? least : counts[1].isEmpty() ? any : Integer.parseInt(counts[1]);
            require(least <= Limits.REPETITIONS && (most == any || most <= Limits.REPETITIONS));
            return new Repeat(part, least, most);
        }

        private boolean skip(String text) {
            boolean there = source.startsWith(text, at);
            at += there ? text.length() : 0;
            return there;
        }

        private void require(boolean right) {
            if (!right) {
                throw new IllegalArgumentException("no GBNF at character " + at + " of: " + source);
            }
        }
    }
}

package dev.waggle.rules.facts;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which words there are: those that never change, and those of a catalog where one is at hand.
 *
 * @param closed all words of the vocabularies that are known; a vocabulary that is absent is open
 */
public record FactWords(Map<Words, Set<String>> closed) {
    private static final FactWords ANY = new FactWords(Map.of());
    private static final FactWords FIXED = ANY.and(fixedWords());

    /** Copies the sets. */
    public FactWords {
        Map<Words, Set<String>> copy = new EnumMap<>(Words.class);
        closed.forEach((words, set) -> copy.put(words, Set.copyOf(set)));
        closed = Collections.unmodifiableMap(copy);
    }

    /** Any text will do everywhere. */
    public static FactWords any() {
        return ANY;
    }

    /** Those that never change; what a catalog would say is open. */
    public static FactWords fixed() {
        return FIXED;
    }

    /** All words of a vocabulary; empty where any text will do. */
    public Optional<Set<String>> of(Words words) {
        return Optional.ofNullable(closed.get(words));
    }

    /** These words and more. */
    public FactWords and(Map<Words, Set<String>> more) {
        Map<Words, Set<String>> both = new EnumMap<>(Words.class);
        both.putAll(closed);
        more.forEach((words, set) -> {
            Set<String> union = new TreeSet<>(both.getOrDefault(words, Set.of()));
            union.addAll(set);
            both.put(words, union);
        });
        return new FactWords(both);
    }

    private static Map<Words, Set<String>> fixedWords() {
        Map<Words, Set<String>> fixed = new EnumMap<>(Words.class);
        Arrays.stream(Words.values())
                .filter(words -> !words.fixed().isEmpty())
                .forEach(words -> fixed.put(words, Set.copyOf(words.fixed())));
        return fixed;
    }
}

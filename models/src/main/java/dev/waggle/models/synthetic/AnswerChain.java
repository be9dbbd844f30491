package dev.waggle.models.synthetic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The tokens of a sentence, each leading to the next, and the two matrices that make a model follow them. */
final class AnswerChain {
    static final int MOST_CHARACTERS = 2_000;

    /** How much the right logit must exceed every other; far above any rounding, far below the code length of 64. */
    private static final float LEAST_MARGIN = 16;

    private static final int ATTEMPTS = 1_000;

    private final Vocabulary vocabulary;
    private final float[][] embedding;
    private final float[][] output;

    private AnswerChain(Vocabulary vocabulary, float[][] embedding, float[][] output) {
        this.vocabulary = vocabulary;
        this.embedding = embedding;
        this.output = output;
    }

    static AnswerChain of(String sentence, String prompt, int width) {
        check(sentence);
        Vocabulary vocabulary = new Vocabulary();
        String promptWord = Vocabulary.SPACE + prompt;
        vocabulary.addPrefixes(promptWord);
        Map<Integer, Integer> next = new LinkedHashMap<>();
        List<Integer> tokens = new ArrayList<>();
        for (String piece : pieces(sentence, promptWord)) tokens.add(vocabulary.add(piece));
        for (String word : sentence.split(" ", -1)) vocabulary.addPrefixes(Vocabulary.SPACE + word);
        next.put(vocabulary.id(promptWord), tokens.get(0));
        next.put(vocabulary.byteId('\n'), tokens.get(0));
        for (int i = 0; i < tokens.size(); i++)
            next.put(tokens.get(i), i + 1 < tokens.size() ? tokens.get(i + 1) : Vocabulary.END);
        return search(vocabulary, next, width);
    }

    private static void check(String sentence) {
        boolean clean = sentence.chars().noneMatch(Character::isISOControl) && !sentence.contains(Vocabulary.SPACE);
        boolean spaced = sentence.equals(sentence.strip()) && !sentence.contains("  ");
        if (sentence.isEmpty() || sentence.length() > MOST_CHARACTERS || !clean || !spaced)
            throw new IllegalArgumentException("a sentence has 1 to " + MOST_CHARACTERS
                    + " characters, one space between words, none around them, and no control characters");
    }

    /**
     * Cuts a sentence into tokens that are all different, since a token has one successor: a token is the shortest run
     * of words not used before, and what is left over at the end joins the token before it.
     */
    private static List<String> pieces(String sentence, String promptWord) {
        Set<String> used = new HashSet<>(Set.of(promptWord));
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (String word : sentence.split(" ", -1)) {
            piece.append(pieces.isEmpty() && piece.isEmpty() ? "" : Vocabulary.SPACE)
                    .append(word);
            if (isFree(piece.toString(), used)) {
                used.add(piece.toString());
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        while (!piece.isEmpty() && !isFree(piece.toString(), used)) {
            if (pieces.isEmpty())
                throw new IllegalArgumentException("the sentence is a token that means something else");
            piece.insert(0, pieces.remove(pieces.size() - 1));
        }
        if (!piece.isEmpty()) pieces.add(piece.toString());
        return pieces;
    }

    /** Single characters and specials have meanings of their own and are never pieces. */
    private static boolean isFree(String piece, Set<String> used) {
        return !used.contains(piece) && !piece.startsWith("<");
    }

    private static AnswerChain search(Vocabulary vocabulary, Map<Integer, Integer> next, int width) {
        for (int seed = 0; seed < ATTEMPTS; seed++) {
            float[][] embedding = codes(vocabulary.size(), width, seed);
            float[][] output = new float[vocabulary.size()][width];
            next.forEach((token, follower) -> {
                for (int i = 0; i < width; i++) output[follower][i] += embedding[token][i];
            });
            if (margin(embedding, output, next) >= LEAST_MARGIN) return new AnswerChain(vocabulary, embedding, output);
        }
        throw new IllegalArgumentException("the sentence is too long for codes of " + width);
    }

    private static float[][] codes(int count, int width, long seed) {
        Random random = new Random(seed);
        float[][] codes = new float[count][width];
        for (float[] code : codes) for (int i = 0; i < width; i++) code[i] = random.nextBoolean() ? 1 : -1;
        return codes;
    }

    /** The least lead of a right logit over the best wrong one. */
    private static float margin(float[][] embedding, float[][] output, Map<Integer, Integer> next) {
        float least = Float.MAX_VALUE;
        for (Map.Entry<Integer, Integer> step : next.entrySet()) {
            float right = dot(embedding[step.getKey()], output[step.getValue()]);
            float best = Float.NEGATIVE_INFINITY;
            for (int token = 0; token < output.length; token++)
                if (token != step.getValue()) best = Math.max(best, dot(embedding[step.getKey()], output[token]));
            least = Math.min(least, right - best);
        }
        return least;
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** A row per token. */
    float[][] embedding() {
        return embedding;
    }

    /** A row per token. */
    float[][] output() {
        return output;
    }
}

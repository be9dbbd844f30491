package dev.waggle.models.synthetic;

import dev.waggle.models.gguf.GgufWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A SentencePiece (SPM) vocabulary: specials, the 256 byte tokens and the printable ASCII characters, then what a model
 * adds. A space is written as {@value #SPACE}. Longer tokens have higher scores, so a merge that makes a longer prefix
 * of a word is always preferred.
 */
final class Vocabulary {
    static final String SPACE = "▁";
    static final int UNKNOWN = 0;
    static final int BEGIN = 1;
    static final int END = 2;

    /** llama_token_type of llama.h. */
    private static final int TYPE_NORMAL = 1;

    private static final int TYPE_UNKNOWN = 2;
    private static final int TYPE_CONTROL = 3;
    private static final int TYPE_BYTE = 6;

    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<Integer> types = new ArrayList<>();

    Vocabulary() {
        add("<unk>", TYPE_UNKNOWN);
        add("<s>", TYPE_CONTROL);
        add("</s>", TYPE_CONTROL);
        for (int b = 0; b < 256; b++) add(byteToken(b), TYPE_BYTE);
        add(SPACE, TYPE_NORMAL);
        for (char c = '!'; c <= '~'; c++) add(String.valueOf(c), TYPE_NORMAL);
    }

    private void add(String text, int type) {
        if (ids.putIfAbsent(text, types.size()) == null) types.add(type);
    }

    private static String byteToken(int b) {
        return String.format("<0x%02X>", b);
    }

    /** Adds a token, unless it is there, and returns its number. */
    int add(String text) {
        add(text, TYPE_NORMAL);
        return id(text);
    }

    /** Adds every beginning of a word, so that the tokenizer can merge its way up to it. */
    void addPrefixes(String word) {
        for (int end = 1; end <= word.length(); end++)
            if (end == word.length() || !Character.isLowSurrogate(word.charAt(end))) add(word.substring(0, end));
    }

    int id(String text) {
        Integer id = ids.get(text);
        if (id == null) throw new IllegalArgumentException("no token '" + text + "'");
        return id;
    }

    int byteId(int b) {
        return id(byteToken(b));
    }

    int size() {
        return types.size();
    }

    void writeTo(GgufWriter writer) {
        List<String> texts = List.copyOf(ids.keySet());
        float[] scores = new float[texts.size()];
        for (int id = 0; id < scores.length; id++)
            scores[id] = types.get(id) == TYPE_NORMAL ? texts.get(id).length() : 0;
        writer.text("tokenizer.ggml.model", "llama")
                .texts("tokenizer.ggml.tokens", texts)
                .reals("tokenizer.ggml.scores", scores)
                .numbers(
                        "tokenizer.ggml.token_type",
                        types.stream().mapToInt(Integer::intValue).toArray())
                .number("tokenizer.ggml.unknown_token_id", UNKNOWN)
                .number("tokenizer.ggml.bos_token_id", BEGIN)
                .number("tokenizer.ggml.eos_token_id", END)
                .truth("tokenizer.ggml.add_bos_token", true)
                .truth("tokenizer.ggml.add_eos_token", false);
    }
}

package dev.waggle.rules.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;

/** What is said between a process that tries a book and whoever started it: one line of JSON each way, and a word before each step. */
public final class TrialLines {
    /** Said once the process can begin. */
    public static final String READY = "{\"ready\":true}";

    /** Said when the book was read and the trial begins: what the process does from here on, it does for the book. */
    public static final String BEGUN = "{\"begun\":true}";

    /** More than any book the reader takes, every character of it escaped. */
    public static final int MOST_CHARACTERS = 16 * 1024 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxStringLength(MOST_CHARACTERS)
                        .build());
    }

    private record Book(TreeMap<String, String> files) {}

    private TrialLines() {}

    /** The files of a book. */
    public static String book(Map<String, String> files) {
        return line(new Book(new TreeMap<>(files)));
    }

    /** What a trial found. */
    public static String report(TrialReport report) {
        return line(report);
    }

    /**
     * The files of a book.
     *
     * @throws IllegalArgumentException where the line is nothing of the kind
     */
    public static Map<String, String> bookOf(String line) {
        return read(line, Book.class).files();
    }

    /**
     * What a trial found.
     *
     * @throws IllegalArgumentException where the line is nothing of the kind
     */
    public static TrialReport reportOf(String line) {
        return read(line, TrialReport.class);
    }

    private static String line(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value of ours can't be written as JSON", e);
        }
    }

    private static <T> T read(String line, Class<T> type) {
        try {
            T value = JSON.readValue(line, type);
            if (value == null) throw new IllegalArgumentException("null");
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }
}

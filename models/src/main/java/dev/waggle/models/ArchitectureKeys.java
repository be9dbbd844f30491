package dev.waggle.models;

import dev.waggle.models.gguf.GgufHeader;
import dev.waggle.models.gguf.GgufValue;
import dev.waggle.models.io.ModelFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** The keys of one architecture in a GGUF header, read with their type and range checked. */
final class ArchitectureKeys {
    /** More layers than any model: the deepest has some hundreds. */
    static final int MOST_LAYERS = 4_096;

    /** More heads than any model. */
    static final int MOST_HEADS = 65_536;

    /** More experts than any model. */
    static final int MOST_EXPERTS = 65_536;

    /** More elements than any dimension, small enough that products of three stay far below 2⁶³ bytes. */
    static final long MOST_ELEMENTS = 1L << 31;

    private final GgufHeader header;
    private final String architecture;

    ArchitectureKeys(GgufHeader header, String architecture) {
        this.header = header;
        this.architecture = architecture;
    }

    boolean has(String key) {
        return header.metadata().containsKey(name(key));
    }

    boolean isArray(String key) {
        return header.metadata().get(name(key)) instanceof GgufValue.Array;
    }

    /** A key that must be there, as a whole number in a range. */
    long whole(String key, long least, long most) throws ModelFileException {
        GgufValue value = header.metadata().get(name(key));
        if (value == null) throw bad("missing-key", "no key '" + name(key) + "'", "a number");
        return inRange(key, value, least, most);
    }

    /** A key that may be absent. */
    long whole(String key, long least, long most, long otherwise) throws ModelFileException {
        return has(key) ? whole(key, least, most) : otherwise;
    }

    /** One number per layer: from a list of that length, or one number for all; all 0 where the key is absent. */
    List<Long> perLayer(String key, int layers, long least, long most) throws ModelFileException {
        GgufValue value = header.metadata().get(name(key));
        if (value == null) return Collections.nCopies(layers, 0L);
        if (!(value instanceof GgufValue.Array)) return Collections.nCopies(layers, inRange(key, value, least, most));
        List<Long> numbers = new ArrayList<>();
        for (GgufValue element : elements(key, layers)) numbers.add(inRange(key, element, least, most));
        return numbers;
    }

    /** One truth per layer. Some converters write them as 0 and 1. */
    List<Boolean> truths(String key, int layers) throws ModelFileException {
        List<Boolean> truths = new ArrayList<>();
        for (GgufValue element : elements(key, layers))
            truths.add(element instanceof GgufValue.Truth truth ? truth.value() : inRange(key, element, 0, 1) == 1);
        return truths;
    }

    private List<GgufValue> elements(String key, int layers) throws ModelFileException {
        if (header.metadata().get(name(key)) instanceof GgufValue.Array array
                && array.kept()
                && array.length() >= layers) return array.elements().subList(0, layers);
        throw bad(
                "bad-shape-key",
                "'" + name(key) + "' is " + header.metadata().get(name(key)),
                "one value for each of the " + layers + " layers");
    }

    private long inRange(String key, GgufValue value, long least, long most) throws ModelFileException {
        if (value instanceof GgufValue.Whole whole) {
            OptionalLong number = whole.exact();
            if (number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most)
                return number.getAsLong();
        }
        String text = value instanceof GgufValue.Text ? "the text '" + shortened(value) + "'" : shortened(value);
        throw bad("bad-shape-key", "'" + name(key) + "' is " + text, "a whole number from " + least + " to " + most);
    }

    private static String shortened(GgufValue value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private String name(String key) {
        return architecture + "." + key;
    }

    private ModelFileException bad(String code, String found, String allowed) {
        return ModelFileException.ofFile(code, header.file(), found, allowed, "");
    }
}

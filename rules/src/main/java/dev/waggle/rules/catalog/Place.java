package dev.waggle.rules.catalog;

/**
 * Where a value stands.
 *
 * @param file as errors call it
 * @param line counted from 1; 0 or less where it is not known
 * @param pointer JSON pointer (RFC 6901) from the root of the file
 */
record Place(String file, int line, String pointer) {
    static Place of(String file) {
        return new Place(file, 0, "");
    }

    /** A field or element of this value. */
    Place child(String name, int childLine) {
        return new Place(
                file, childLine, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    }
}

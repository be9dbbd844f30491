package dev.waggle.runtime.grammar;

/** How much a schema may ask for. */
final class Limits {
    /** Of the schema's text in UTF-8. */
    static final int SCHEMA_BYTES = 256 << 10;

    /** Objects and arrays inside each other; also schemas applied to one and the same value. */
    static final int DEPTH = 64;

    /** Of the grammar's text in UTF-8. */
    static final int GRAMMAR_BYTES = 1 << 20;

    /** Of one repetition: MAX_REPETITION_THRESHOLD in llama.cpp 0.5's llama-grammar.cpp. */
    static final int REPETITIONS = 2000;

    /** Of all repetitions together, each of which becomes a rule in the engine: about 25 MB there. */
    static final int ALL_REPETITIONS = 100_000;

    /** Properties of one object: the engine recurses over optional ones. */
    static final int PROPERTIES = 1000;

    /** Of a property's name, in code points, beside additional properties: the engine recurses over them. */
    static final int NAME_LENGTH = 256;

    /** Of all names of one object's properties, in code points, beside additional properties. */
    static final int NAMES_LENGTH = 10_000;

    /** Places of one {@code prefixItems}: the engine recurses over optional ones. */
    static final int PREFIX_ITEMS = 256;

    /** Ways in which one value may satisfy a schema, after {@code allOf} and {@code anyOf} are multiplied out. */
    static final int ALTERNATIVES = 1000;

    /** Schemas that are to hold together of one value. */
    static final int TOGETHER = 64;

    /** Values of one {@code enum}. */
    static final int VALUES = 2000;

    /** Properties that are merged, and alternatives that are compared, in all: some seconds. */
    static final int EFFORT = 1_000_000;

    /** Rules of a grammar. */
    static final int RULES = 20_000;

    /** Digits of a bound of numbers. */
    static final int DIGITS = 40;

    /** Characters of a pattern: the engine follows all its optional parts at once. */
    static final int PATTERN_LENGTH = 2000;

    /** Groups of a pattern inside each other. */
    static final int PATTERN_DEPTH = 50;

    private Limits() {}
}

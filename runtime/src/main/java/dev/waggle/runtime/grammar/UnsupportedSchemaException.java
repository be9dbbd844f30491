package dev.waggle.runtime.grammar;

/**
 * A JSON Schema that can't be turned into a grammar: its message says where (a JSON pointer), what was found and what is
 * allowed. It may quote the schema, so it goes to who sent the schema and to no log.
 */
public final class UnsupportedSchemaException extends Exception {
    private final String pointer;

    UnsupportedSchemaException(String pointer, String problem) {
        super((pointer.isEmpty() ? "the schema" : pointer) + ": " + problem);
        this.pointer = pointer;
    }

    /** Where in the schema, as a JSON pointer; empty = the schema as a whole. */
    public String pointer() {
        return pointer;
    }
}

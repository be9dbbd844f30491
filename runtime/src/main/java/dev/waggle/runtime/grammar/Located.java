package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A part of a schema document and where it is.
 *
 * @param pointer JSON pointer from the document's root; empty = the root
 */
record Located(String pointer, JsonNode node) {
    Located at(String key, JsonNode child) {
        return new Located(pointer + "/" + key.replace("~", "~0").replace("/", "~1"), child);
    }

    /** The member of that name, which must be there. */
    Located at(String key) {
        return at(key, node.get(key));
    }

    UnsupportedSchemaException refused(String problem) {
        return new UnsupportedSchemaException(pointer, problem);
    }
}

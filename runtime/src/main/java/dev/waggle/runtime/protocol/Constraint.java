package dev.waggle.runtime.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an answer must look like: tokens that would break it are never chosen. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Constraint.Grammar.class, name = "grammar"),
    @JsonSubTypes.Type(value = Constraint.JsonSchema.class, name = "json-schema")
})
public sealed interface Constraint {
    /**
     * A grammar in llama.cpp's GBNF, whose start is {@code root}.
     *
     * @param gbnf the rules
     */
    record Grammar(String gbnf) implements Constraint {}

    /**
     * JSON that a schema describes.
     *
     * @param schema a JSON Schema as text; {@code {}} = any JSON value
     */
    record JsonSchema(String schema) implements Constraint {}
}

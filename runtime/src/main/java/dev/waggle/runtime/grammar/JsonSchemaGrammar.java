package dev.waggle.runtime.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Turns a JSON Schema into a grammar in llama.cpp's GBNF.
 *
 * <p>Every text the grammar matches is JSON that satisfies the schema; what a grammar can't express is refused and never
 * left out. The other way round it may be narrower than the schema: one order of properties, no properties and items
 * beyond the listed ones unless the schema speaks of them, little white space, numbers of up to 16 digits.
 */
public final class JsonSchemaGrammar {
    private JsonSchemaGrammar() {}

    /**
     * The grammar of the JSON texts that a schema describes; its start is {@code root}.
     *
     * @param schema a JSON Schema as text, at most 256 KiB in UTF-8
     * @return at most 1 MiB in UTF-8
     * @throws UnsupportedSchemaException when the schema is no JSON, or asks for what a grammar can't express
     */
    public static String of(String schema) throws UnsupportedSchemaException {
        Map<String, Expression> rules = Tidy.up(SchemaRules.of(SchemaDocument.read(schema)));
        if (Expression.nothing().equals(rules.get(RuleTable.ROOT))) {
            throw new UnsupportedSchemaException(
                    "",
                    "no finite value can satisfy it. Maybe it is false, asks for two things at once, or requires a"
                            + " property that requires itself.");
        }
        String grammar = GbnfWriter.write(rules);
        int bytes = grammar.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Limits.GRAMMAR_BYTES) {
            throw new UnsupportedSchemaException(
                    "", "makes a grammar of " + bytes + " bytes; at most " + Limits.GRAMMAR_BYTES + " are allowed.");
        }
        return grammar;
    }
}

package dev.waggle.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What holds of the grammar of any schema. */
class GrammarLawsTest {
    private static final int TEXTS = 15;

    private static Optional<Gbnf> grammar(JsonNode schema) {
        try {
            return Optional.of(Gbnf.parse(JsonSchemaGrammar.of(schema.toString())));
        } catch (UnsupportedSchemaException e) {
            return Optional.empty();
        }
    }

    @Property(tries = 200)
    void textsOfAGrammar_read_satisfyTheSchema(@ForAll long seed) {
        Random random = new Random(seed);
        JsonNode schema = new Schemas(random).schema();
        SchemaJudge judge = new SchemaJudge(schema);

        grammar(schema).ifPresent(grammar -> {
            for (int i = 0; i < TEXTS; i++) {
                String text = grammar.sample(random);
                assertThat(judge.accepts(Schemas.read(text)))
                        .as("%s of %s", text, schema)
                        .isTrue();
            }
        });
    }

    @Property(tries = 200)
    void valuesThatSatisfy_writtenShort_areAccepted(@ForAll long seed) {
        Random random = new Random(seed);
        JsonNode schema = new Schemas(random).schema();

        grammar(schema).ifPresent(grammar -> {
            for (int i = 0; i < TEXTS; i++) {
                String text = grammar.sample(random);
                String written = Schemas.read(text).toString();
                boolean exponent = (text + written).matches("(?s).*\\d[eE].*");
                assertThat(exponent || grammar.matches(written))
                        .as("%s of %s", written, schema)
                        .isTrue();
            }
        });
    }

    @Property(tries = 200)
    void valuesThatDoNotSatisfy_nearOnesThatDo_areRejected(@ForAll long seed) {
        Random random = new Random(seed);
        Schemas schemas = new Schemas(random);
        JsonNode schema = schemas.schema();
        SchemaJudge judge = new SchemaJudge(schema);

        grammar(schema).ifPresent(grammar -> {
            for (int i = 0; i < TEXTS; i++) {
                JsonNode near = schemas.mutated(Schemas.read(grammar.sample(random)));
                assertThat(!judge.accepts(near) && grammar.matches(near.toString()))
                        .as("%s of %s", near, schema)
                        .isFalse();
            }
        });
    }

    @Test
    void schemas_madeUp_areMostlyExpressible() {
        long expressible = 0;
        for (int seed = 0; seed < 300; seed++) {
            expressible += grammar(new Schemas(new Random(seed)).schema()).isPresent() ? 1 : 0;
        }

        assertThat(expressible).isBetween(150L, 299L);
    }

    @Test
    void grammar_ofTheSameSchema_isTheSame() throws UnsupportedSchemaException {
        for (int seed = 0; seed < 50; seed++) {
            JsonNode schema = new Schemas(new Random(seed)).schema();
            if (grammar(schema).isPresent()) {
                assertThat(JsonSchemaGrammar.of(schema.toString())).isEqualTo(JsonSchemaGrammar.of(schema.toString()));
            }
        }
    }
}

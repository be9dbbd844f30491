package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.grammar.JsonSchemaGrammar;
import dev.waggle.runtime.grammar.UnsupportedSchemaException;
import dev.waggle.runtime.protocol.Constraint;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes a sampler of a constraint, or says what is wrong with it. */
final class GrammarParser {
    private static final String START = "root";

    private final Llama llama;
    private final Vocabulary vocabulary;

    GrammarParser(Llama llama, Vocabulary vocabulary) {
        this.llama = llama;
        this.vocabulary = vocabulary;
    }

    /** A sampler that leaves only tokens the constraint allows. */
    Pointer parse(Constraint constraint) throws RefusedException {
        String grammar = grammar(constraint);
        if (grammar.isBlank() || grammar.indexOf('\0') >= 0) {
            throw bad("it is empty, or holds the character U+0000");
        }
        llama.log().forget();
        AtomicReference<@Nullable Pointer> parsed = new AtomicReference<>();
        String said = StandardError.during(
                () -> parsed.set(llama.api().llama_sampler_init_grammar(vocabulary.handle(), grammar, START)));
        Pointer sampler = parsed.get();
        if (sampler == null) {
            throw bad(GrammarProblem.of(said, grammar, llama.log().lastError("the library gave no reason")));
        }
        return sampler;
    }

    private static String grammar(Constraint constraint) throws RefusedException {
        if (constraint instanceof Constraint.JsonSchema schema) {
            try {
                return JsonSchemaGrammar.of(schema.schema());
            } catch (UnsupportedSchemaException e) {
                throw new RefusedException("unsupported-schema", String.valueOf(e.getMessage()), Map.of());
            }
        }
        return ((Constraint.Grammar) constraint).gbnf();
    }

    private static RefusedException bad(String why) {
        return new RefusedException("bad-grammar", "The grammar can't be used: " + why + ".", Map.of());
    }
}

package dev.waggle.runtime.child;

import dev.waggle.runtime.protocol.FromWorker;
import java.util.Map;

/** A request this model can't do, said in a sentence that quotes nothing of the prompt. */
public final class RefusedException extends Exception {
    private final String code;
    private final transient Map<String, Long> facts;

    public RefusedException(String code, String message, Map<String, Long> facts) {
        super(message);
        this.code = code;
        this.facts = Map.copyOf(facts);
    }

    FromWorker.Refused refused(long id) {
        return new FromWorker.Refused(id, code, String.valueOf(getMessage()), facts);
    }
}

package dev.waggle.server.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.rules.catalog.CatalogException;
import dev.waggle.rules.catalog.MachineFile;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import dev.waggle.server.http.Caller;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.ProblemException;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ids of a request stand for; what is this machine's own stands for nothing to anybody but its user. */
final class Naming {
    private final Waggle waggle;

    Naming(Waggle waggle) {
        this.waggle = waggle;
    }

    /** The model of {@code id} or {@code id:variant}. A model of this machine's own is there for its user alone. */
    Subject subject(String text, Context ctx) {
        try {
            Subject subject = waggle.subject(text);
            if (subject.file() == null || Caller.of(ctx) != Caller.ANONYMOUS) return subject;
        } catch (UnknownIdException e) {
            throw unknown("model", e);
        }
        throw Problem.unknown("model", text, waggle.catalog().models().keySet()).exception();
    }

    /** The machine of a body: its id, or a machine file as an object; none is this machine. */
    Place place(@Nullable JsonNode machine, Context ctx) {
        if (machine == null || machine.isNull()) return place(Waggle.LOCAL, ctx);
        if (machine.isTextual()) return place(machine.textValue(), ctx);
        try {
            return new Place("described", MachineFile.of("machine", "/machine", machine), false);
        } catch (CatalogException e) {
            throw Problem.ofBody(List.of(new Problem.Fault(e.pointer(), String.valueOf(e.getMessage()))))
                    .exception();
        }
    }

    /** The machine of that id. What this machine has is told to its user alone. */
    Place place(String id, Context ctx) {
        if (id.equals(Waggle.LOCAL) && Caller.of(ctx) == Caller.ANONYMOUS)
            throw Problem.of(
                            401,
                            "sign-in",
                            "This machine is described to its user only: send the user token, or ask about a named machine.")
                    .exception();
        try {
            return waggle.place(id);
        } catch (UnknownIdException e) {
            throw unknown("machine", e);
        }
    }

    static ProblemException unknown(String kind, UnknownIdException e) {
        return Problem.of(404, "unknown-" + kind, String.valueOf(e.getMessage()))
                .exception();
    }
}

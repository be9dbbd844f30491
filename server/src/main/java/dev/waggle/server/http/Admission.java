package dev.waggle.server.http;

import io.javalin.http.Context;

/** The gate's leave to call one route; a handler without one does not run. */
record Admission(Route route, Caller caller) {
    static final String ATTRIBUTE = Admission.class.getName();

    static Admission of(Context ctx) {
        Admission admission = ctx.attribute(ATTRIBUTE);
        if (admission == null) {
            throw new IllegalStateException("a request came past the gate");
        }
        return admission;
    }
}

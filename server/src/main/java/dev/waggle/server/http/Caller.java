package dev.waggle.server.http;

import io.javalin.http.Context;

/** Who a request comes from; whoever stands later may do more. */
public enum Caller {
    ANONYMOUS,
    USER,
    ADMIN;

    /** The caller of the request that is being answered. */
    public static Caller of(Context ctx) {
        return Admission.of(ctx).caller();
    }

    boolean may(Access access) {
        return switch (access) {
            case OPEN -> true;
            case USER -> this != ANONYMOUS;
            case ADMIN -> this == ADMIN;
        };
    }
}

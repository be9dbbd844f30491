package dev.waggle.server.http;

/** Who may call a route. */
public enum Access {
    /** Anyone who passes the checks of host and origin; no token. */
    OPEN,

    /** The user of this machine: the user token, the admin token, or a browser that signed in. */
    USER,

    /** Who may change rules and settings: the admin token or a browser that signed in as admin, never from another origin. */
    ADMIN
}

package dev.waggle.runtime.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What kind of thing kept a model from loading. */
public enum LoadProblem {
    /** The engine does not know the model's architecture. */
    @JsonProperty("unknown-architecture")
    UNKNOWN_ARCHITECTURE,
    /** The file is missing, truncated, damaged or no model. */
    @JsonProperty("bad-file")
    BAD_FILE,
    /** The memory for it could not be had. */
    @JsonProperty("out-of-memory")
    OUT_OF_MEMORY,
    /** The engine can't do what the settings ask. */
    @JsonProperty("unsupported-settings")
    UNSUPPORTED_SETTINGS,
    /** Something else: the message is all that is known. */
    @JsonProperty("other")
    OTHER
}

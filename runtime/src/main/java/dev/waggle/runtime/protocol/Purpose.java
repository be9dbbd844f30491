package dev.waggle.runtime.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a model is loaded for. */
public enum Purpose {
    /** To generate text. */
    @JsonProperty("generate")
    GENERATE,
    /** To turn texts into embeddings. */
    @JsonProperty("embed")
    EMBED
}

package dev.waggle.runtime.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why an answer ended: the model or a stop text ended it, its length did, or it was cancelled. */
public enum FinishReason {
    @JsonProperty("stop")
    STOP,
    @JsonProperty("length")
    LENGTH,
    @JsonProperty("cancelled")
    CANCELLED
}

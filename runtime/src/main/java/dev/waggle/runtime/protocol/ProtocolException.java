package dev.waggle.runtime.protocol;

import java.io.IOException;

/** A frame that is not of the protocol; the message never quotes it. */
public final class ProtocolException extends IOException {
    ProtocolException(String message) {
        super(message);
    }
}

package dev.waggle.runtime.llamacpp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns bytes that come in pieces into text: a character is given out when its last byte is there. */
final class Utf8Stream {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer waiting = ByteBuffer.allocate(64);

    /** The characters that are complete with these bytes; what can't be one is U+FFFD. */
    String take(byte[] bytes) {
        if (waiting.remaining() < bytes.length) {
            waiting = ByteBuffer.allocate(waiting.position() + bytes.length).put(waiting.flip());
        }
        waiting.put(bytes).flip();
        CharBuffer text = CharBuffer.allocate(waiting.remaining());
        decoder.decode(waiting, text, false);
        waiting.compact();
        return text.flip().toString();
    }
}

package dev.waggle.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of UTF-8 text, one after the other; however long a line is, no more than a limit of it is held. */
final class LineReader {
    /** One line, or what is wrong with it, or the end. */
    sealed interface Line {
        /** The text without its line break. */
        record Text(String text) implements Line {}

        /** A line that can't be used. */
        record Bad(String why) implements Line {}

        /** There are no more. */
        record End() implements Line {}
    }

    private static final int CHUNK_BYTES = 1 << 16;

    private final InputStream in;
    private final int mostBytes;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int from;
    private int to;
    private byte[] line = new byte[1_024];
    private int length;
    private boolean tooLong;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    LineReader(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
    }

    Line next() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (from < to || fill()) {
            any = true;
            int end = from;
            while (end < to && chunk[end] != '\n') end++;
            take(end);
            boolean broken = end < to;
            from = broken ? end + 1 : end;
            if (broken) return line();
        }
        return any ? line() : new Line.End();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(chunk));
        return to > 0;
    }

    private void take(int end) {
        int added = end - from;
        if (tooLong || length + added > mostBytes) {
            tooLong = true;
            return;
        }
        if (length + added > line.length) line = Arrays.copyOf(line, Math.max(length + added, 2 * line.length));
        System.arraycopy(chunk, from, line, length, added);
        length += added;
    }

    private Line line() {
        if (tooLong) return new Line.Bad("the line is longer than " + mostBytes + " bytes");
        try {
            return new Line.Text(utf8.decode(ByteBuffer.wrap(line, 0, length)).toString());
        } catch (CharacterCodingException e) {
            return new Line.Bad("the line is not UTF-8");
        }
    }
}

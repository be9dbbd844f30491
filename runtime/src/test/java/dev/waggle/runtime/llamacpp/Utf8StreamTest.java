package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Utf8StreamTest {
    @Test
    void text_cutIntoPiecesOfEverySize_comesOutWholeAndInWholeCharacters() {
        String text = "Bees 🐝 äß 中文 \u0000 end. ".repeat(20);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size < 200; size++) {
            Utf8Stream stream = new Utf8Stream();
            StringBuilder out = new StringBuilder();
            for (int from = 0; from < bytes.length; from += size) {
                String piece = stream.take(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
                assertThat(piece).doesNotContain("\ufffd");
                assertThat(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                        .isTrue();
                out.append(piece);
            }
            assertThat(out).hasToString(text);
        }
    }

    @Test
    void bytes_thatAreNoCharacter_areReplaced() {
        Utf8Stream stream = new Utf8Stream();
        assertThat(stream.take(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xe4})).isEqualTo("a\ufffdb");
        assertThat(stream.take(new byte[] {'c'})).isEqualTo("\ufffdc");
    }
}

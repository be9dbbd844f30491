package dev.waggle.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopTextsTest {
    @ParameterizedTest
    @CsvSource({
        "abcdef, cd, ab",
        "abcdef, ef, abcd",
        "abcdef, xy, abcdef",
        "abcdef, fg, abcdef",
        "aaab, aab, a",
        "abab|abac, abac, abab",
        "abcdef, de|bc, a",
    })
    void answer_cutAnywhere_endsBeforeTheFirstStop(String answer, String stops, String said) {
        String text = answer.replace("|", "");
        for (int cut = 0; cut <= text.length(); cut++) {
            StopTexts watch = new StopTexts(Arrays.asList(stops.split("\\|")));
            String out = watch.take(text.substring(0, cut)) + watch.take(text.substring(cut)) + watch.rest();
            assertThat(out).as("cut at %d", cut).isEqualTo(said);
            assertThat(watch.stopped()).isEqualTo(!said.equals(text));
        }
    }

    @Test
    void piece_thatCannotBeginAStop_isSaidAtOnce() {
        StopTexts watch = new StopTexts(List.of("cd"));
        assertThat(watch.take("ab")).isEqualTo("ab");
        assertThat(watch.take("c")).isEmpty();
        assertThat(watch.take("x")).isEqualTo("cx");
    }

    @Test
    void pieces_afterTheStop_areNotSaid() {
        StopTexts watch = new StopTexts(List.of("b"));
        assertThat(watch.take("abc") + watch.take("d") + watch.rest()).isEqualTo("a");
    }
}

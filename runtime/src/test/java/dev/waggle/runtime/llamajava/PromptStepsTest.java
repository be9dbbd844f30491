package dev.waggle.runtime.llamajava;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromptStepsTest {
    @Test
    void prompt_ofOneBatch_hasNoSteps() {
        assertThat(PromptSteps.of("one two three", 3, 64)).isEmpty();
    }

    @Test
    void prompt_ofManyBatches_growsByWholeWords() {
        assertThat(PromptSteps.of("aaaa bbbb cccc dddd", 3, 1)).containsExactly("aaaa", "aaaa bbbb", "aaaa bbbb cccc");
    }

    @Test
    void prompt_withoutSpaces_growsWithoutSplittingACharacter() {
        String bees = "🐝".repeat(10);
        List<String> steps = PromptSteps.of(bees, 20, 1);
        assertThat(steps).hasSizeGreaterThan(5).allMatch(step -> bees.startsWith(step) && step.length() % 2 == 0);
    }

    @Test
    void prompt_ofMoreTokensThanCharacters_ends() {
        assertThat(PromptSteps.of("abc", 300, 1)).containsExactly("a", "ab");
    }
}

package dev.waggle.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two texts compared. */
class LineDiffTest {
    private static List<String> marks(String before, String after) {
        return LineDiff.of(before, after).stream()
                .map(line -> line.mark() + line.text())
                .toList();
    }

    @Test
    void texts_alike_haveNoChange() {
        assertThat(LineDiff.of("a\nb\n", "a\nb\n")).isEmpty();
        assertThat(LineDiff.of("", "")).isEmpty();
    }

    @Test
    void line_changed_isTakenAwayAndPutIn_withNumbersAndNeighbours() {
        List<DiffLine> diff = LineDiff.of("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nfive\n6\n");
        assertThat(diff)
                .containsExactly(
                        new DiffLine("same", " ", "2", "2", "2"),
                        new DiffLine("same", " ", "3", "3", "3"),
                        new DiffLine("same", " ", "4", "4", "4"),
                        new DiffLine("removed", "−", "5", "", "5"),
                        new DiffLine("added", "+", "", "5", "five"),
                        new DiffLine("same", " ", "6", "6", "6"));
    }

    @Test
    void changes_farApart_haveAGapBetween() {
        String before = IntStream.range(0, 30).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
        List<String> marks = marks(before, "x\n" + before.replace("\n20\n", "\n"));
        assertThat(marks).startsWith("+x", " 0").contains("…", "−20").doesNotContain(" 10");
    }

    @Test
    void textFromNothing_isAllAdded() {
        assertThat(marks("", "a\nb\n")).containsExactly("+a", "+b");
        assertThat(marks("a\n", "")).containsExactly("−a");
    }

    @Test
    void texts_soLong_thatNobodyWouldWait_areStillCompared() {
        String before = IntStream.range(0, 5000).mapToObj(i -> "a" + i).collect(Collectors.joining("\n"));
        String after = IntStream.range(0, 5000).mapToObj(i -> "b" + i).collect(Collectors.joining("\n"));
        assertThat(marks(before, after)).hasSize(601).last().isEqualTo("… and more");
    }

    @Test
    void diff_ofAnyTexts_leadsFromOneToTheOther() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            String before = lines(random);
            String after = lines(random);
            List<DiffLine> diff = LineDiff.of(before, after);
            // With so few lines every one is near a change.
            if (before.equals(after)
                    || diff.stream().anyMatch(line -> line.css().equals("gap"))) continue;
            assertThat(side(diff, "added")).isSubsetOf(before.lines().toList());
            assertThat(String.join("\n", before.lines().toList())).contains(String.join("\n", side(diff, "added")));
            assertThat(String.join("\n", after.lines().toList())).contains(String.join("\n", side(diff, "removed")));
        }
    }

    private static List<String> side(List<DiffLine> diff, String without) {
        return diff.stream()
                .filter(line -> !line.css().equals(without))
                .map(DiffLine::text)
                .toList();
    }

    private static String lines(Random random) {
        return random.ints(random.nextInt(8), 0, 4).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
    }
}

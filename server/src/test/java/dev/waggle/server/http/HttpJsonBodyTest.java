package dev.waggle.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpJsonBodyTest {
    private enum Kind {
        @JsonProperty("f16")
        F16,
        @JsonProperty("q8_0")
        Q8_0
    }

    private record Part(String name, @Nullable Integer layers) {
        Part {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("A part needs a name.");
            }
        }
    }

    private record Question(
            String model,
            int context,
            @Nullable Kind kvType,
            @Nullable Double temperature,
            @Nullable Boolean stream,
            @JsonProperty("max_tokens") @Nullable Long maxTokens,
            @Nullable List<Part> parts) {}

    private static final String GOOD = "\"model\":\"m\",\"context\":1";

    private static Problem refusal(String json) {
        return refusal(json.getBytes(UTF_8));
    }

    private static Problem refusal(byte[] json) {
        Problem problem = assertThrows(ProblemException.class, () -> JsonBody.read(json, Question.class))
                .problem();
        assertThat(problem.status()).isEqualTo(400);
        return problem;
    }

    private static String faults(String json) {
        return refusal(json).errors().stream()
                .map(fault -> fault.pointer() + " " + fault.detail())
                .collect(Collectors.joining("|"));
    }

    @Test
    void body_thatFits_isRead() {
        String json = "{" + GOOD
                + ",\"kvType\":\"q8_0\",\"temperature\":1,\"stream\":true,\"max_tokens\":5,\"parts\":[{\"name\":\"ü😀\"}]}";
        Question question = JsonBody.read(json.getBytes(UTF_8), Question.class);
        assertThat(question).isEqualTo(new Question("m", 1, Kind.Q8_0, 1.0, true, 5L, List.of(new Part("ü😀", null))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{G,\"contxt\":1} ~ /contxt There is no such field. Maybe \"context\"?",
                "{\"context\":1} ~ /model It is missing.",
                "{\"model\":null,\"context\":1} ~ /model It may not be null.",
                "{} ~ /model It is missing.|/context It is missing.",
                "[] ~ It must be an object.",
                "null ~ It must be an object.",
                "{G,\"parts\":[{\"name\":\"a\"},{\"nam\":\"b\"}]} ~ /parts/1/nam There is no such field. Maybe"
                        + " \"name\"?|/parts/1/name It is missing.",
                "{G,\"kvType\":\"q8_O\"} ~ /kvType It must be one of f16, q8_0. Maybe \"q8_0\"?",
                "{G,\"kvType\":1} ~ /kvType It must be one of f16, q8_0.",
                "{\"model\":\"m\",\"context\":\"1\"} ~ /context It must be a whole number below 2147483648.",
                "{\"model\":\"m\",\"context\":1.5} ~ /context It must be a whole number below 2147483648.",
                "{\"model\":\"m\",\"context\":9999999999} ~ /context The number is too large.",
                "{\"model\":1,\"context\":1} ~ /model It must be a text.",
                "{\"model\":true,\"context\":1} ~ /model It must be a text.",
                "{G,\"stream\":\"true\"} ~ /stream It must be true or false.",
                "{G,\"temperature\":1e400} ~ /temperature The number is too large.",
                "{G,\"parts\":{}} ~ /parts It must be a list.",
                "{G,\"parts\":[{\"name\":\"\"}]} ~ /parts/0 A part needs a name.",
                "{\"model\":\"\\ud800\",\"context\":1} ~ /model It holds half a surrogate pair.",
                "{\"model\":\"a\\udc00b\",\"context\":1} ~ /model It holds half a surrogate pair.",
            })
    void body_thatDoesNotFit_isRefusedWithPointers(String json, String expected) {
        assertThat(faults(json.replace("G", GOOD))).isEqualTo(expected.startsWith("/") ? expected : " " + expected);
    }

    @Test
    void pointer_isEscaped() {
        assertThat(faults("{" + GOOD + ",\"a/b~\":1}")).isEqualTo("/a~1b~0 There is no such field.");
    }

    @Test
    void text_thatIsNotOneJsonValue_isRefused() {
        assertThat(faults("{" + GOOD + ",\"model\":\"n\"}")).contains("stands there twice");
        assertThat(faults("{" + GOOD + ",\"parts\":[{\"name\":\"a\",\"name\":\"b\"}]}"))
                .startsWith("/parts/0")
                .contains("twice");
        assertThat(faults("{" + GOOD + "} x")).contains("not JSON").doesNotContain("'x'");
        assertThat(faults("{" + GOOD + "}{}")).contains("More follows");
        assertThat(faults("{" + GOOD + "}]")).isNotEmpty();
        for (String bad : List.of(
                "",
                "  ",
                "{",
                "{\"model\":",
                "{'model':1}",
                "{model:1}",
                "NaN",
                "{" + GOOD + ",}",
                "{" + GOOD + "} // x",
                "\uFEFF{" + GOOD + "}",
                "{\"model\":\"a\nb\",\"context\":1}",
                "\u0000")) {
            assertThat(refusal(bad).errors()).as(bad).hasSize(1);
        }
        assertThat(refusal("{\"model\":\"ü\",\"context\":1}".getBytes(ISO_8859_1))
                        .detail())
                .contains("UTF-8");
        assertThat(refusal(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'})
                        .detail())
                .contains("UTF-8");
    }

    @Test
    void json_thatIsTooMuch_isRefusedQuickly() {
        assertThat(faults("[".repeat(5000))).contains("too deep");
        assertThat(faults("{\"a\":".repeat(5000))).contains("too deep");
        assertThat(faults("{\"model\":\"m\",\"context\":" + "1".repeat(2000) + "}"))
                .contains("too long");
        assertThat(faults("{\"model\":\"m\",\"context\":1e-" + "1".repeat(50) + "}"))
                .isNotEmpty();
        assertThat(faults("{\"" + "x".repeat(5000) + "\":1}")).contains("too long");
        String many = "{" + GOOD + ",\"z0\":0" + ",\"z\":1".replace("z", "y") + "}";
        assertThat(refusal(many).errors()).hasSize(2);
        StringBuilder wide = new StringBuilder("{" + GOOD);
        for (int i = 0; i < 50_000; i++) {
            wide.append(",\"f").append(i).append("\":1");
        }
        assertThat(refusal(wide.append('}').toString()).errors()).hasSize(20);
    }

    @Test
    void nearestNames_areProposed() {
        List<String> workers = List.of("llamacpp-cuda", "llamacpp-cpu", "ollama", "mlx");
        assertThat(DidYouMean.of("lamacpp-cuda", workers)).startsWith("llamacpp-cuda");
        assertThat(DidYouMean.of("OLAMA", workers)).containsExactly("ollama");
        assertThat(DidYouMean.of("xyz", workers)).isEmpty();
        assertThat(DidYouMean.of("x".repeat(100_000), workers)).isEmpty();
        assertThat(DidYouMean.distance("ggfu", "gguf")).isEqualTo(1);
        assertThat(Problem.unknown("worker", "mxl", workers).detail())
                .isEqualTo("There is no worker \"mxl\". Maybe \"mlx\"?");
    }
}

package dev.waggle.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final LoadSettings SETTINGS =
            new LoadSettings(Purpose.GENERATE, 512, 64, 32, 2, "vulkan", List.of("Vulkan0"), 9, 1, "f16", true);
    private static final Usage USAGE = new Usage(1, 2, 3, 4);

    private static <T> @Nullable T read(byte[] line, Class<T> type) throws IOException {
        return new FrameReader<>(new ByteArrayInputStream(line), type).read();
    }

    static List<ToWorker> toWorker() {
        Prompt chat = new Prompt.Chat(List.of(new ChatMessage("user", "line\nbreak é 🐝 \ud800")));
        return List.of(
                new ToWorker.Load("/m.gguf", SETTINGS),
                new ToWorker.Generate(
                        1, GenerationRequest.free(new Prompt.Text("go"), 5, Sampling.greedy(), List.of("\n"))),
                new ToWorker.Generate(
                        2,
                        new GenerationRequest(
                                chat,
                                5,
                                new Sampling(1, 2, 0.5, 0.1, new Penalties(9, 1.1, -1, 2), 3),
                                List.of(),
                                new Constraint.JsonSchema("{}"))),
                new ToWorker.ListDevices(),
                new ToWorker.Measure("/m", SETTINGS),
                new ToWorker.Embed(3, List.of("a", "b")),
                new ToWorker.Cancel(1));
    }

    static List<FromWorker> fromWorker() {
        return List.of(
                new FromWorker.Hello(1, new EngineName("llama.cpp", "b4916")),
                new FromWorker.Loading(null),
                new FromWorker.Loading(0.5),
                new FromWorker.Ready(512, 20, 7, List.of(new MemoryUse("host", 1, 2, 3, 0))),
                new FromWorker.Devices(List.of(new EngineDevice("CUDA0", "GPU", "cuda", "gpu", 1, 2))),
                new FromWorker.Measured(List.of(), 33, 4),
                new FromWorker.Embedding(3, 0, List.of(0.6f, 0.8f)),
                new FromWorker.Failed(LoadProblem.UNKNOWN_ARCHITECTURE, "no", "qwen99"),
                new FromWorker.Failed(LoadProblem.OTHER, "no", null),
                new FromWorker.Started(1, 2),
                new FromWorker.Reading(1, 1, 2),
                new FromWorker.Token(1, "🐝"),
                new FromWorker.Done(1, FinishReason.LENGTH, USAGE),
                new FromWorker.Refused(1, "busy", "no", Map.of("promptTokens", 7L)));
    }

    @ParameterizedTest
    @MethodSource("toWorker")
    void messageToTheWorker_writtenAndRead_isTheSame(ToWorker message) throws Exception {
        assertThat(read(FrameWriter.line(message), ToWorker.class)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("fromWorker")
    void messageFromTheWorker_writtenAndRead_isTheSame(FromWorker message) throws Exception {
        byte[] line = FrameWriter.line(message);
        assertThat(read(line, FromWorker.class)).isEqualTo(message);
        assertThat(new String(line, StandardCharsets.UTF_8)).endsWith("}\n").containsOnlyOnce("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{}",
                "{\"type\":\"nonsense\"}",
                "{\"type\":\"cancel\"}",
                "{\"type\":\"cancel\",\"id\":null}",
                "{\"type\":\"cancel\",\"id\":\"1\"}",
                "{\"type\":\"cancel\",\"id\":1.5}",
                "{\"type\":\"cancel\",\"id\":1,\"id\":2}",
                "{\"type\":\"cancel\",\"id\":1,\"more\":2}",
                "{\"type\":\"cancel\",\"id\":1} {}",
                "{\"type\":\"cancel\",\"id\":1",
                "{\"type\":\"load\",\"model\":null,\"settings\":null}",
                "{\"type\":\"load\",\"model\":\"m\",\"settings\":{\"contextTokens\":0,\"batchTokens\":1,\"threads\":1,"
                        + "\"gpuLayers\":0,\"kvType\":\"f16\",\"flashAttention\":false}}",
            })
    void line_thatIsNoMessage_isRefusedWithoutBeingQuoted(String line) {
        assertThatThrownBy(() -> read((line + "\n").getBytes(StandardCharsets.UTF_8), ToWorker.class))
                .isInstanceOf(ProtocolException.class)
                .hasMessageNotContaining("nonsense");
    }

    @Test
    void line_endingWithTheInput_isRefused() {
        assertThatThrownBy(
                        () -> read("{\"type\":\"cancel\",\"id\":1}".getBytes(StandardCharsets.UTF_8), ToWorker.class))
                .hasMessageContaining("ends inside a line");
    }

    @Test
    void line_longerThanAFrame_isRefused() {
        byte[] line = " ".repeat(FrameReader.MAX_FRAME_BYTES + 1).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(line, ToWorker.class)).hasMessageContaining("longer than 1048576 bytes");
        assertThatThrownBy(() -> FrameWriter.line(new FromWorker.Token(1, "x".repeat(FrameReader.MAX_FRAME_BYTES))))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void end_ofTheInput_isNull() throws Exception {
        assertThat(read(new byte[0], ToWorker.class)).isNull();
    }

    @Test
    void messages_asText_holdNothingOfPromptOrAnswer() {
        assertThat(String.valueOf(toWorker())).doesNotContain("break", "text=", "go,");
        assertThat(new FromWorker.Token(1, "secret").toString()).doesNotContain("secret");
    }

    @Test
    void firstWords_exchanged_areMessagesOfTheProtocol() {
        assertThatCode(FirstWords::exchange).doesNotThrowAnyException();
    }
}

package dev.waggle.runtime;

import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import java.util.List;

/** Requests and settings the tests share. */
public final class Requests {
    private Requests() {}

    public static LoadSettings settings(int contextTokens) {
        return new LoadSettings(Purpose.GENERATE, contextTokens, 64, 64, 2, "cpu", List.of(), 0, 0, "f16", false);
    }

    public static GenerationRequest greedy(String prompt, int maxTokens, String... stop) {
        return sampled(prompt, maxTokens, Sampling.greedy(), stop);
    }

    public static GenerationRequest sampled(String prompt, int maxTokens, Sampling sampling, String... stop) {
        return GenerationRequest.free(new Prompt.Text(prompt), maxTokens, sampling, List.of(stop));
    }

    public static GenerationRequest chat(ChatMessage... messages) {
        return GenerationRequest.free(new Prompt.Chat(List.of(messages)), 64, Sampling.greedy(), List.of());
    }
}

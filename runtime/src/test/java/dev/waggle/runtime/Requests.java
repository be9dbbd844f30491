package dev.waggle.runtime;

import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Sampling;
import java.util.List;

/** Requests and settings the tests share. */
final class Requests {
    private Requests() {}

    static LoadSettings settings(int contextTokens) {
        return new LoadSettings(contextTokens, 64, 2, 0, "f16", false);
    }

    static GenerationRequest greedy(String prompt, int maxTokens, String... stop) {
        return sampled(prompt, maxTokens, Sampling.greedy(), stop);
    }

    static GenerationRequest sampled(String prompt, int maxTokens, Sampling sampling, String... stop) {
        return new GenerationRequest(new Prompt.Text(prompt), maxTokens, sampling, List.of(stop));
    }

    static GenerationRequest chat(ChatMessage... messages) {
        return new GenerationRequest(new Prompt.Chat(List.of(messages)), 64, Sampling.greedy(), List.of());
    }
}

package dev.waggle.runtime.protocol;

/**
 * What one generation took.
 *
 * @param promptTokens tokens of the prompt, with the ones the tokenizer adds
 * @param completionTokens tokens generated, the end token included
 * @param promptMillis from the request to the first token
 * @param generationMillis from the first token to the end
 */
public record Usage(int promptTokens, int completionTokens, long promptMillis, long generationMillis) {
    public Usage {
        Checks.notNegative(promptTokens, "promptTokens");
        Checks.notNegative(completionTokens, "completionTokens");
        Checks.notNegative(promptMillis, "promptMillis");
        Checks.notNegative(generationMillis, "generationMillis");
    }
}

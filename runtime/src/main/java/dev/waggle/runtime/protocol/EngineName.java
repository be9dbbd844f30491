package dev.waggle.runtime.protocol;

/**
 * An engine and its version: part of every fact about it.
 *
 * @param name such as {@code llama.cpp}
 * @param version such as {@code b4916}
 */
public record EngineName(String name, String version) {
    public EngineName {
        if (name.isBlank() || version.isBlank()) {
            throw new IllegalArgumentException("an engine has a name and a version");
        }
    }
}

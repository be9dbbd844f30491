package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.Engine;
import dev.waggle.runtime.guarded.FakeProgram;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.EngineName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Engines on programs made for tests. */
final class Fakes {
    static final EngineDevice GPU = new EngineDevice("CUDA0", "a card", "cuda", "gpu", 1 << 30, 1 << 30);

    private Fakes() {}

    static LlamaServerProgram program(Path folder, EngineDevice... devices) throws IOException {
        Set<String> options = new HashSet<>(LlamaServerFlags.NEEDED);
        options.addAll(Set.of("--no-ui", "--fit", "--cache-ram", "--no-cache-prompt"));
        return new LlamaServerProgram(
                FakeProgram.java(folder, "llama-server", FakeLlamaServer.class),
                new EngineName("llama.cpp", "0.5.0"),
                List.of(devices),
                options);
    }

    static Engine engine(Path folder) throws IOException {
        return LlamaServerEngine.of(program(folder));
    }
}

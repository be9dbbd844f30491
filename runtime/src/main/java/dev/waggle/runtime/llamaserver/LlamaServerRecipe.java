package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.guarded.GuardedServer;
import dev.waggle.runtime.guarded.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How {@code llama-server} is started, and why it ends while it loads. */
record LlamaServerRecipe(LlamaServerFlags flags, Path keyFile, boolean meanPooling) implements GuardedServer.Recipe {
    @Override
    public List<String> command(int port) {
        return flags.command(port, keyFile, meanPooling);
    }

    /** Its key comes in a file only we can read: it has no variable of which the older ones know. */
    @Override
    public Map<String, String> secrets(String key) throws IOException {
        KeyFile.write(keyFile, key);
        return Map.of();
    }

    @Override
    public Optional<LoadException> reason(List<String> lines) {
        return LoadReason.of(lines);
    }

    @Override
    public Optional<GuardedServer.Guarded> guarded() {
        return Optional.empty();
    }
}

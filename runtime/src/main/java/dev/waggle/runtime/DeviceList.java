package dev.waggle.runtime;

import dev.waggle.runtime.protocol.EngineDevice;
import java.util.List;

/** What an engine answers when asked for its devices. */
public sealed interface DeviceList {
    /**
     * It told.
     *
     * @param devices all it has, the processor among them; empty where its adapter can't tell
     */
    record Listed(List<EngineDevice> devices) implements DeviceList {
        public Listed {
            devices = List.copyOf(devices);
        }
    }

    /**
     * It could not be asked; nothing is left of the process.
     *
     * @param failure why
     */
    record Failed(WorkerFailure failure) implements DeviceList {}
}

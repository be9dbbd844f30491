package dev.waggle.runtime.llamaserver;

import com.sun.management.OperatingSystemMXBean;
import dev.waggle.runtime.protocol.EngineDevice;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The processor, which {@code --list-devices} leaves out, with the machine's memory as Java sees it. */
final class HostDevice {
    private HostDevice() {}

    static List<EngineDevice> before(List<EngineDevice> others) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        List<EngineDevice> all = new ArrayList<>(List.of(new EngineDevice(
                "CPU",
                System.getProperty("os.arch"),
                "cpu",
                "cpu",
                system.getFreeMemorySize(),
                system.getTotalMemorySize())));
        all.addAll(others);
        return List.copyOf(all);
    }
}

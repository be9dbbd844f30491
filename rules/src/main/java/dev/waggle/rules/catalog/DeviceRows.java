package dev.waggle.rules.catalog;

import dev.waggle.hardware.Vendor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the rows of {@code devices/}: what GPUs and RAM can do at best. */
final class DeviceRows {
    private static final List<String> GPU = List.of(
            "id",
            "vendor",
            "name",
            "memoryBytes",
            "computeCapability",
            "bandwidthBytesPerSecond",
            "fp16FlopsPerSecond",
            "unifiedMemory",
            "recalled",
            "source");
    private static final List<String> RAM =
            List.of("id", "name", "bandwidthBytesPerSecond", "cpuNames", "recalled", "source");

    private final Set<String> ids = new HashSet<>();

    static void check(Node gpus, Node rams) {
        DeviceRows rows = new DeviceRows();
        for (Node item : Row.of(gpus, null, List.of("devices")).items("devices")) rows.gpu(item);
        for (Node item : Row.of(rams, null, List.of("cpus")).items("cpus")) rows.ram(item);
    }

    private void gpu(Node node) {
        Row row = named(node, GPU);
        row.oneOf("vendor", Vocabulary.words(Vendor.values(), Vendor::id));
        row.whole("memoryBytes", 1, Row.MOST);
        if (row.has("computeCapability")) MachineFile.capability(row, "computeCapability");
        if (row.has("fp16FlopsPerSecond")) row.whole("fp16FlopsPerSecond", 1, Row.MOST);
        row.truthOrFalse("unifiedMemory");
    }

    private void ram(Node node) {
        named(node, RAM).texts("cpuNames");
    }

    private Row named(Node node, List<String> names) {
        Row row = Row.of(node, idOf(node), names);
        if (!ids.add(row.text("id"))) throw row.bad("id", "'" + row.text("id") + "' again", "each id once", "");
        row.text("name");
        row.text("source");
        row.truthOrFalse("recalled");
        row.whole("bandwidthBytesPerSecond", 1, Row.MOST);
        return row;
    }

    private static @Nullable String idOf(Node node) {
        return node instanceof Node.Fields fields && fields.fields().get("id") instanceof Node.Text id
                ? id.value()
                : null;
    }
}

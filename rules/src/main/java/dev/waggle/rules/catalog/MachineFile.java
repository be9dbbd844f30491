package dev.waggle.rules.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.hardware.Backend;
import dev.waggle.hardware.ComputeCapability;
import dev.waggle.hardware.CpuArchitecture;
import dev.waggle.hardware.CpuFeatures;
import dev.waggle.hardware.Device;
import dev.waggle.hardware.Fact;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MemoryLimit;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.hardware.Vendor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A machine described by hand, in JSON or YAML: the components of {@link Machine} and {@link Device}, where null or
 * absent means unknown. {@code memoryLimitBytes} is a number or {@code "none"}. {@code origins} and {@code notes}, which
 * say of a detected machine where its facts came from, may be there and are not read.
 */
public final class MachineFile {
    private static final List<String> FACTS = List.of(
            "name",
            "os",
            "cpuArchitecture",
            "cpuFeatures",
            "cores",
            "cpuName",
            "ramBytes",
            "ramFreeBytes",
            "memoryLimitBytes",
            "devices");
    private static final List<String> DEVICE_FACTS = List.of(
            "id",
            "vendor",
            "name",
            "memoryBytes",
            "freeBytes",
            "computeCapability",
            "driverVersion",
            "unifiedMemory",
            "backends");
    private static final int MOST_DEVICES = 1_024;

    private final Row row;
    private final String source;
    private final boolean isInCatalog;

    private MachineFile(Node node, @Nullable String id, String source, boolean isInCatalog) {
        List<String> others = isInCatalog ? List.of("id", "recalled", "source") : List.of("id", "origins", "notes");
        this.row = Row.of(node, id, joined(FACTS, others));
        this.source = source;
        this.isInCatalog = isInCatalog;
    }

    /**
     * Reads the text of a machine file; one that begins with a brace is JSON, any other YAML.
     *
     * @param shownName what errors call the file
     * @throws CatalogException where it is not as it must be, with line and JSON pointer
     */
    public static Machine parse(String shownName, String text) {
        return new MachineFile(TreeReader.read(shownName, null, text), null, "described in " + shownName, false).read();
    }

    /**
     * Takes a machine out of a tree that was read already, such as a part of a request.
     *
     * @param shownName what errors call the whole
     * @param pointer JSON pointer of the tree within the whole; errors continue it
     * @throws CatalogException where it is not as it must be, with JSON pointer
     */
    public static Machine of(String shownName, String pointer, JsonNode tree) {
        Node node = TreeReader.of(shownName, pointer, tree);
        return new MachineFile(node, null, "described in " + shownName, false).read();
    }

    /** Reads a row of {@code machines/}. */
    static Machine inCatalog(Node node, String id) {
        MachineFile file = new MachineFile(node, id, "described in the catalog", true);
        file.row.text("source");
        file.row.truthOrFalse("recalled");
        return file.read();
    }

    private Machine read() {
        List<Device> devices = devices();
        return checked(
                row,
                () -> new Machine(
                        row.text("name"),
                        word(row, "os", OperatingSystem.values(), OperatingSystem::id),
                        word(row, "cpuArchitecture", CpuArchitecture.values(), CpuArchitecture::id),
                        fact(row, "cpuFeatures", name -> new TreeSet<>(row.someOf(name, CpuFeatures.vocabulary()))),
                        fact(row, "cores", name -> (int) row.whole(name, 1, 1 << 20)),
                        fact(row, "cpuName", row::text),
                        fact(row, "ramBytes", name -> row.whole(name, 1, Row.MOST)),
                        fact(row, "ramFreeBytes", name -> row.whole(name, 0, Row.MOST)),
                        fact(row, "memoryLimitBytes", this::limit),
                        devices));
    }

    private MemoryLimit limit(String name) {
        if (!(row.value(name) instanceof Node.Text)) return MemoryLimit.of(row.whole(name, 0, Row.MOST));
        row.oneOf(name, List.of("none"));
        return MemoryLimit.none();
    }

    private List<Device> devices() {
        List<String> names = isInCatalog ? DEVICE_FACTS : joined(DEVICE_FACTS, List.of("origins"));
        List<Device> devices = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        if (row.items("devices").size() > MOST_DEVICES)
            throw row.bad("devices", row.items("devices").size() + " devices", "up to " + MOST_DEVICES, "");
        for (Row device : row.rows("devices", names)) {
            if (!ids.add(device.text("id")))
                throw device.bad("id", "'" + device.text("id") + "' again", "each id once", "");
            devices.add(device(device));
        }
        return devices;
    }

    private Device device(Row device) {
        return checked(
                device,
                () -> new Device(
                        device.text("id"),
                        word(device, "vendor", Vendor.values(), Vendor::id),
                        fact(device, "name", device::text),
                        fact(device, "memoryBytes", name -> device.whole(name, 1, Row.MOST)),
                        fact(device, "freeBytes", name -> device.whole(name, 0, Row.MOST)),
                        fact(device, "computeCapability", name -> capability(device, name)),
                        fact(device, "driverVersion", device::text),
                        fact(device, "unifiedMemory", device::truth),
                        fact(device, "backends", name -> backends(device, name))));
    }

    private static Set<Backend> backends(Row device, String name) {
        List<String> ofGpus =
                Vocabulary.BACKENDS.stream().filter(id -> !id.equals("cpu")).toList();
        Set<Backend> backends = new HashSet<>();
        for (String id : device.someOf(name, ofGpus)) Backend.parse(id).ifPresent(backends::add);
        return backends;
    }

    static ComputeCapability capability(Row row, String name) {
        String text = row.text(name);
        Optional<ComputeCapability> capability = ComputeCapability.parse(text);
        return capability.orElseThrow(() -> row.bad(name, "'" + text + "'", "text such as \"8.9\"", ""));
    }

    private <T> Fact<T> fact(Row from, String name, Function<String, T> read) {
        if (from.has(name)) return Fact.known(read.apply(name), source);
        return Fact.unknown(source + " without '" + name + "'");
    }

    private <E> Fact<E> word(Row from, String name, E[] values, Function<E, String> id) {
        return fact(from, name, field -> {
            String word = from.oneOf(field, Vocabulary.words(values, id));
            for (E value : values) if (id.apply(value).equals(word)) return value;
            throw new IllegalStateException(word);
        });
    }

    /** Turns what the records refuse, such as more free than there is, into an error with a place. */
    private static <T> T checked(Row row, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw row.bad("", String.valueOf(e.getMessage()).replaceFirst("\\.$", ""), "", "");
        }
    }

    private static List<String> joined(Collection<String> first, Collection<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}

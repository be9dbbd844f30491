package dev.waggle.hardware;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code nvidia-smi --query-gpu=… --format=csv,noheader,nounits}: a line for each GPU, fields apart by comma and
 * space, memory in MiB, and words in brackets such as [N/A] or [Not Supported] where a field has no value.
 *
 * @see <a href="https://docs.nvidia.com/deploy/nvidia-smi/">nvidia-smi(1)</a>
 */
final class NvidiaSmi {
    /** What is asked for first. */
    static final List<String> FIELDS = List.of(
            "index", "name", "memory.total", "memory.free", "driver_version", "compute_cap", "uuid", "pci.bus_id");
    /** What drivers before 470 can answer too: they refuse the whole question over compute_cap. */
    static final List<String> OLD_FIELDS =
            FIELDS.stream().filter(field -> !field.equals("compute_cap")).toList();

    private static final String SOURCE = CardSource.NVIDIA_SMI.title();
    private static final long MIB = 1L << 20;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");
    private static final Pattern ADDRESS =
            Pattern.compile("([0-9a-fA-F]{4,8}):([0-9a-fA-F]{2}):([0-9a-fA-F]{2})\\.([0-7])");

    private NvidiaSmi() {}

    /** Lines that are not a GPU become notes and hide no other line. */
    static Sighted parse(SmiReading reading) {
        List<CardSighting> cards = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (String line : reading.output().lines().map(String::strip).toList()) {
            String[] values = line.split("\\s*,\\s*", -1);
            if (values.length == reading.fields().size()) {
                cards.add(sighting(reading.fields(), values, cards.size()));
            } else if (!line.isEmpty()) {
                notes.add(SOURCE + ": " + line);
            }
        }
        if (reading.exitCode() != 0 && notes.isEmpty()) {
            notes.add(SOURCE + ": ended with code " + reading.exitCode());
        }
        return new Sighted(cards, notes);
    }

    private static CardSighting sighting(List<String> fields, String[] values, int line) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(fields.get(i), values[i]);
        }
        CardFacts facts = new CardFacts(
                Fact.known(Vendor.NVIDIA, SOURCE),
                text(row, "name"),
                bytes(row, "memory.total"),
                bytes(row, "memory.free"),
                text(row, "compute_cap").flatMap(NvidiaSmi::capability),
                text(row, "driver_version"),
                Fact.unknown(SOURCE + " does not tell whether memory is shared"));
        int order = text(row, "index")
                .asOptional()
                .filter(index -> NUMBER.matcher(index).matches() && index.length() < 6)
                .map(Integer::parseInt)
                .orElse(line);
        return new CardSighting(CardSource.NVIDIA_SMI, order, address(row), uuid(row), facts);
    }

    private static Fact<String> text(Map<String, String> row, String field) {
        String value = row.getOrDefault(field, "");
        if (value.isEmpty()) {
            return Fact.unknown(SOURCE + " was not asked for " + field + " or gave nothing");
        }
        if (value.startsWith("[") || value.equals("N/A")) {
            return Fact.unknown(SOURCE + " says " + value + " for " + field);
        }
        return Fact.known(value, SOURCE);
    }

    private static Fact<Long> bytes(Map<String, String> row, String field) {
        return text(row, field)
                .flatMap(value -> NUMBER.matcher(value).matches()
                        ? Fact.known(Long.parseLong(value) * MIB, SOURCE)
                        : Fact.unknown(SOURCE + " says " + value + " for " + field + ", not a number of MiB"));
    }

    private static Fact<ComputeCapability> capability(String value) {
        return ComputeCapability.parse(value)
                .map(capability -> Fact.known(capability, SOURCE))
                .orElseGet(() -> Fact.unknown(SOURCE + " says " + value + " for compute_cap"));
    }

    private static Optional<String> uuid(Map<String, String> row) {
        return text(row, "uuid").asOptional().filter(value -> value.startsWith("GPU-"));
    }

    /** nvidia-smi writes the domain with eight digits, Linux and CUDA with four. */
    private static Optional<String> address(Map<String, String> row) {
        Matcher match = ADDRESS.matcher(row.getOrDefault("pci.bus_id", ""));
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                        Locale.ROOT,
                        "%04x:%s:%s.%s",
                        Long.parseLong(match.group(1), 16),
                        match.group(2),
                        match.group(3),
                        match.group(4))
                .toLowerCase(Locale.ROOT));
    }
}

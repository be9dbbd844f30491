package dev.waggle.rules.catalog;

import dev.waggle.hardware.OperatingSystem;
import dev.waggle.hardware.Vendor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads {@code policy.yaml}. Every figure has a source in it. */
final class PolicyReader {
    private static final List<String> FIGURES = List.of(
            "defaultContextTokens",
            "defaultSequences",
            "defaultKvType",
            "smallestContextTokens",
            "headroom",
            "runtimeOverheadBytes",
            "driverReservedBytes",
            "appleWorkingSetPercent",
            "osReserveBytes",
            "placementOrder",
            "variantOrder",
            "splitVariantOrder",
            "workerOrder",
            "fixOrder");
    private static final long MOST_TOKENS = 1L << 31;

    private final Row row;

    private PolicyReader(Node node) {
        List<String> fields = new ArrayList<>(FIGURES);
        fields.addAll(List.of("source", "recalled"));
        this.row = Row.of(node, null, fields);
    }

    static Policy read(Node node, Collection<String> workers) {
        return new PolicyReader(node).read(workers);
    }

    private Policy read(Collection<String> workers) {
        Row source = row.row("source", FIGURES);
        FIGURES.forEach(source::text);
        row.someOfOrEmpty("recalled", FIGURES);
        List<String> quantizations = new ArrayList<>(Vocabulary.QUANTIZATIONS);
        quantizations.addAll(Vocabulary.DTYPES);
        return new Policy(
                row.whole("defaultContextTokens", 1, MOST_TOKENS),
                (int) row.whole("defaultSequences", 1, 1 << 16),
                row.oneOf("defaultKvType", Vocabulary.CACHE_TYPES),
                row.whole("smallestContextTokens", 1, MOST_TOKENS),
                headroom(),
                row.bytesBy("runtimeOverheadBytes", Vocabulary.BACKENDS),
                row.bytesBy("driverReservedBytes", Vocabulary.words(Vendor.values(), Vendor::id)),
                workingSets(),
                row.bytesBy("osReserveBytes", Vocabulary.words(OperatingSystem.values(), OperatingSystem::id)),
                row.someOf("placementOrder", Vocabulary.PLACEMENTS),
                row.someOf("variantOrder", quantizations),
                row.someOf("splitVariantOrder", quantizations),
                row.someOf("workerOrder", workers),
                row.someOf("fixOrder", Vocabulary.FIXES));
    }

    private Policy.Headroom headroom() {
        Row headroom = row.row("headroom", List.of("comfortableBytes", "comfortablePercent"));
        return new Policy.Headroom(
                headroom.whole("comfortableBytes", 0, Row.MOST), (int) headroom.whole("comfortablePercent", 0, 100));
    }

    private List<Policy.WorkingSet> workingSets() {
        return row.rows("appleWorkingSetPercent", List.of("belowRamBytes", "percent")).stream()
                .map(set -> new Policy.WorkingSet(
                        set.wholeOrNull("belowRamBytes", 1, Row.MOST), (int) set.whole("percent", 0, 100)))
                .toList();
    }
}

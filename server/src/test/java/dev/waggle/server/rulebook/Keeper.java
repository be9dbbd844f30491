package dev.waggle.server.rulebook;

import dev.waggle.rules.catalog.CatalogFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A process that keeps version 2 on a disk where one step is its last. Prints how many steps there were if it lives. */
final class Keeper {
    private Keeper() {}

    /** A source of three files, of which one tells versions apart. */
    static Source source(int version) {
        return new Source(
                new TreeMap<>(Map.of("memory/memory.drl", "version " + version + "\n")),
                new CatalogFiles(new TreeMap<>(Map.of(
                        "policy.yaml",
                        ("policy of " + version + "\n").getBytes(StandardCharsets.UTF_8),
                        "README.md",
                        "always the same\n".getBytes(StandardCharsets.UTF_8)))));
    }

    static Version version(int number) {
        return new Version(number, Instant.EPOCH, "admin", "", number - 1, "sha256:r" + number, "sha256:c" + number);
    }

    public static void main(String[] arguments) throws Exception {
        FaultyDisk disk =
                new FaultyDisk(Integer.parseInt(arguments[1]), FaultyDisk.Fault.valueOf(arguments[2]), "gone");
        VersionStore store = VersionStore.open(Path.of(arguments[0]), disk);
        store.keep(version(store.nextNumber()), source(store.nextNumber()));
        System.out.println(disk.steps());
    }
}

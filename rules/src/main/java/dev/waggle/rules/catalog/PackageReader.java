package dev.waggle.rules.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code packages} of a worker's row, and checks that they agree with the rest of it. */
final class PackageReader {
    private static final List<String> FIELDS =
            List.of("os", "architecture", "name", "version", "integrity", "unpackedBytes", "engine");
    private static final Pattern NAME =
            Pattern.compile("@[a-z0-9][a-z0-9._-]*/(linux|mac|win)-(x64|arm64|armv7l)(-[a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+");
    private static final Pattern INTEGRITY = Pattern.compile("sha512-[A-Za-z0-9+/]{86}==");

    private PackageReader() {}

    /**
     * The packages, at most one for an operating system and architecture.
     *
     * @param worker the whole row
     * @param engine the worker's engine where no other is named
     * @param enginesByOs where another is
     */
    static List<EnginePackage> read(Row worker, EngineEntry engine, Map<String, EngineEntry> enginesByOs) {
        if (!worker.has("packages")) return List.of();
        List<String> platforms = worker.texts("platforms");
        List<String> architectures = worker.texts("architectures");
        List<EnginePackage> packages = new ArrayList<>();
        for (Row row : worker.rows("packages", FIELDS)) {
            EnginePackage each = new EnginePackage(
                    row.oneOf("os", platforms),
                    row.oneOf("architecture", architectures),
                    matching(row, "name", NAME, "@scope/<linux|mac|win>-<x64|arm64|armv7l>[-backend]"),
                    matching(row, "version", VERSION, "three numbers such as 3.22.1"),
                    matching(row, "integrity", INTEGRITY, "sha512- and 88 characters of base64, as npm view prints it"),
                    row.whole("unpackedBytes", 1, Row.MOST),
                    row.text("engine"));
            if (packages.stream().anyMatch(other -> sameTarget(other, each)))
                throw row.bad(
                        "os",
                        "'" + each.os() + "' with '" + each.architecture() + "' again",
                        "one package for each",
                        "");
            String there = enginesByOs.getOrDefault(each.os(), engine).id();
            if (!each.engine().equals(there))
                throw row.bad(
                        "engine",
                        "'" + each.engine() + "' in a package for " + each.os(),
                        "'" + there + "', this worker's engine on " + each.os(),
                        "enginesByOs has to name it");
            packages.add(each);
        }
        return packages;
    }

    private static boolean sameTarget(EnginePackage one, EnginePackage other) {
        return one.os().equals(other.os()) && one.architecture().equals(other.architecture());
    }

    private static String matching(Row row, String name, Pattern pattern, String allowed) {
        String text = row.text(name);
        if (pattern.matcher(text).matches()) return text;
        throw row.bad(name, "'" + text + "'", allowed, "");
    }
}

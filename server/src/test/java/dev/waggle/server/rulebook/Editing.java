package dev.waggle.server.rulebook;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogFiles;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookLoader;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.trial.Trial;
import dev.waggle.rules.trial.TrialReport;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Waggle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A service's rules in the making: a book of one rule, the shipped catalog, trials in this process, versions in a folder. */
final class Editing {
    static final String DRL = "memory/memory.drl";
    static final String CASES = "memory/memory.cases.yaml";
    static final String POLICY = "catalog/policy.yaml";
    static final CatalogFiles CATALOG_FILES = CatalogFiles.embedded();
    static final Catalog CATALOG = CatalogLoader.load(CATALOG_FILES);
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    final Path folder;
    final VersionStore store;
    final Live live;
    final Publisher publisher;

    private Editing(Path folder, VersionStore store, Opening opening, Trying trials, Guard guard) {
        this.folder = folder;
        this.store = store;
        this.live = new Live(opening.edition().waggle());
        this.publisher = new Publisher(live, opening, store, trials, guard, InstantSource.fixed(NOW));
    }

    /** Begins with {@link #source} as version 0. */
    static Editing in(Path folder) throws IOException {
        return in(folder, Disk.REAL, inThisProcess(), Guard.NONE);
    }

    static Editing in(Path folder, Disk disk, Trying trials, Guard guard) throws IOException {
        VersionStore store = VersionStore.open(folder, disk);
        return new Editing(folder, store, opening(folder), trials, guard);
    }

    static Opening opening(Path folder) {
        Waggle waggle = waggle(folder);
        Version zero = new Version(
                0, NOW, "waggle", "", 0, waggle.ruleSet(), waggle.catalog().hash());
        return new Opening(new Edition(zero, source(), waggle), java.util.List.of());
    }

    private static Waggle waggle(Path folder) {
        try {
            return new Waggle(CATALOG, new RuleSet(BookLoader.load(source().book())), folder);
        } catch (BookException e) {
            throw new AssertionError(e);
        }
    }

    static Source source() {
        return new Source(new TreeMap<>(Map.of(DRL, rule("Needs {residentBytes}."), CASES, cases())), CATALOG_FILES);
    }

    /** A rule on 7 lines; its message tells generations apart. */
    static String rule(String message) {
        return rule("Fit( residentBytes > capacityBytes )", message);
    }

    static String rule(String pattern, String message) {
        return "rule \"MEM-010 needs more\"\n    @message( \"" + message + "\" ) @since( \"1.0\" )\nwhen\n    "
                + pattern + "\nthen\n    findings.block( \"MEM-010\" );\nend\n";
    }

    static String cases() {
        return """
                MEM-010:
                  hits:
                    - case: too large
                      Fit: {residentBytes: 2, capacityBytes: 1}
                  misses:
                    - case: fits
                      Fit: {residentBytes: 1, capacityBytes: 2}
                """;
    }

    static ChangeSet change(String path, String text) {
        return new ChangeSet(new TreeMap<>(Map.of(path, Optional.of(text))));
    }

    static ChangeSet message(String message) {
        return change(DRL, rule(message));
    }

    /** Changes a text of the catalog that must be there. */
    static ChangeSet catalogChange(String path, String from, String to) {
        String text = source().text(path).orElseThrow();
        if (!text.contains(from)) throw new AssertionError(path + " has no " + from);
        return change(path, text.replace(from, to));
    }

    Publication publish(ChangeSet change) {
        return publisher.publish(change, "admin", "", publisher.edition().tag());
    }

    /** A trial without a process of its own. */
    static Trying inThisProcess() {
        return new Trying() {
            @Override
            public TrialResult run(Map<String, String> book) {
                TrialReport report = Trial.of(book);
                return report.passes() ? new TrialResult.Passed(report) : new TrialResult.Refused(report);
            }

            @Override
            public void prepare() {}
        };
    }

    static boolean same(Source one, Source other) {
        return one.files().keySet().equals(other.files().keySet())
                && one.files().entrySet().stream()
                        .allMatch(file ->
                                Arrays.equals(file.getValue(), other.files().get(file.getKey())));
    }
}

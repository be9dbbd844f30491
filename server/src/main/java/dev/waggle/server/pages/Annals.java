package dev.waggle.server.pages;

import dev.waggle.server.pages.HistoryView.FileChange;
import dev.waggle.server.pages.RuleView.Past;
import dev.waggle.server.rulebook.Publisher;
import dev.waggle.server.rulebook.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What versions changed, each against the one it was made of. What can't be read any more changed nothing that is told. */
final class Annals {
    private static final int MOST_FILES = 40;
    private static final int MOST_VERSIONS = 500;
    /** As many changes of one rule are told. */
    static final int MOST_PAST = 20;

    private final Publisher publisher;
    private final Map<Integer, List<Changed>> known = new ConcurrentHashMap<>();

    /** A file that a version changed; {@code what} is added, changed or removed. */
    private record Changed(String path, String what) {}

    Annals(Publisher publisher) {
        this.publisher = publisher;
    }

    /** What a version did to files. */
    List<FileChange> changes(Version version) throws IOException {
        List<FileChange> changes = new ArrayList<>();
        for (Changed file : changed(version)) {
            if (changes.size() == MOST_FILES) break;
            String before = publisher.text(version.parent(), file.path()).orElse("");
            String after = publisher.text(version.number(), file.path()).orElse("");
            List<DiffLine> lines = LineDiff.of(before, after);
            changes.add(
                    new FileChange(file.path(), file.what(), count(lines, "added"), count(lines, "removed"), lines));
        }
        return changes;
    }

    private static long count(List<DiffLine> lines, String css) {
        return lines.stream().filter(line -> line.css().equals(css)).count();
    }

    /** The files in which a version differs. A version never changes, so that is worked out once. */
    private List<Changed> changed(Version version) throws IOException {
        List<Changed> seen = known.get(version.number());
        if (seen != null) return seen;
        SortedMap<String, String> before = publisher.hashes(version.parent());
        SortedMap<String, String> after = publisher.hashes(version.number());
        List<Changed> changed = new ArrayList<>();
        after.forEach((path, hash) -> {
            String was = before.get(path);
            if (was == null) changed.add(new Changed(path, "added"));
            else if (!was.equals(hash)) changed.add(new Changed(path, "changed"));
        });
        before.keySet().stream()
                .filter(path -> !after.containsKey(path))
                .forEach(path -> changed.add(new Changed(path, "removed")));
        changed.sort(Comparator.comparing(Changed::path));
        known.put(version.number(), List.copyOf(changed));
        return changed;
    }

    /** The newest versions that changed a rule's text, at most {@link #MOST_PAST}. */
    List<Past> of(String rule) {
        return publisher.versions().stream()
                .limit(MOST_VERSIONS)
                .flatMap(version -> change(rule, version).stream())
                .limit(MOST_PAST)
                .toList();
    }

    private Optional<Past> change(String rule, Version version) {
        try {
            List<String> files = changed(version).stream()
                    .map(Changed::path)
                    .filter(path -> path.endsWith(".drl"))
                    .toList();
            if (files.isEmpty()) return Optional.empty();
            String before = text(rule, version.parent(), files);
            String after = text(rule, version.number(), files);
            if (before.equals(after)) return Optional.empty();
            return Optional.of(new Past(
                    version.number(),
                    Figures.time(version.time()),
                    version.author(),
                    version.note(),
                    before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed",
                    LineDiff.of(before, after)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A rule as it stands in the first of these files that has it; empty where none has. */
    private String text(String rule, int version, List<String> files) throws IOException {
        Pattern wanted = Pattern.compile(
                "^[ \\t]*rule[ \\t]+\"" + Pattern.quote(rule) + "\\b.*?^[ \\t]*end[ \\t]*$",
                Pattern.MULTILINE | Pattern.DOTALL);
        for (String file : files) {
            Matcher found = wanted.matcher(publisher.text(version, file).orElse(""));
            if (found.find()) return found.group();
        }
        return "";
    }
}

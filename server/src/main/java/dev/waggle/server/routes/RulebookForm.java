package dev.waggle.server.routes;

import dev.waggle.server.json.TrialJson;
import dev.waggle.server.rulebook.Edition;
import dev.waggle.server.rulebook.Publisher;
import dev.waggle.server.rulebook.Source;
import dev.waggle.server.rulebook.Version;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is live, and what was, as JSON. */
final class RulebookForm {
    private static final int MOST_VERSIONS = 100;

    private RulebookForm() {}

    /** What is live, what is wrong with what isn't, and the newest versions. */
    static Map<String, @Nullable Object> live(Edition edition, Publisher publisher, boolean inFolder) {
        Map<String, @Nullable Object> json = version(edition.version());
        json.put("source", inFolder ? "folder" : edition.version().number() == 0 ? "shipped" : "data");
        json.put("rules", edition.waggle().judge().rules().book().rules().size());
        json.put("problems", TrialJson.errors(publisher.problems()));
        json.put(
                "versions",
                publisher.versions().stream()
                        .limit(MOST_VERSIONS)
                        .map(RulebookForm::version)
                        .toList());
        return json;
    }

    /** What a version says of itself; what the program was built with has no time. */
    static Map<String, @Nullable Object> version(Version version) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", version.number());
        json.put("time", version.number() == 0 ? null : version.time().toString());
        json.put("author", version.author());
        json.put("note", version.note());
        json.put("parent", version.number() == 0 ? null : version.parent());
        json.put("ruleSet", version.ruleSet());
        json.put("catalog", version.catalog());
        return json;
    }

    /** What a version did to each file that it changed. */
    static Map<String, String> changes(Source before, Source after) {
        Map<String, String> changes = new TreeMap<>();
        SortedMap<String, byte[]> old = before.files();
        SortedMap<String, byte[]> now = after.files();
        now.forEach((path, bytes) -> {
            byte[] was = old.get(path);
            if (was == null) changes.put(path, "added");
            else if (!Arrays.equals(was, bytes)) changes.put(path, "changed");
        });
        old.keySet().stream().filter(path -> !now.containsKey(path)).forEach(path -> changes.put(path, "removed"));
        return changes;
    }
}

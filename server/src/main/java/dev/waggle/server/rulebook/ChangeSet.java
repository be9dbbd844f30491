package dev.waggle.server.rulebook;

import dev.waggle.rules.book.RuleError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that are to be other than they are.
 *
 * @param files path → its new text; empty where the file is to go
 */
public record ChangeSet(SortedMap<String, Optional<String>> files) {
    private static final String WORD = "[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?";
    private static final Pattern BOOK = Pattern.compile("(?:" + WORD + "/)?" + WORD + "\\.(?:drl|yaml)");
    private static final Pattern CATALOG =
            Pattern.compile("catalog/(?:(?:" + WORD + "/)?" + WORD + "\\.yaml|models/shapes/sizes\\.txt|README\\.md)");
    private static final String ALLOWED =
            "CONCERN/CONCERN.drl, CONCERN/CONCERN.cases.yaml, NAME.yaml, or in the catalog"
                    + " catalog/KIND/ID.yaml, catalog/policy.yaml, catalog/models/shapes/sizes.txt, catalog/README.md";

    /** Keeps the map as it is now. */
    public ChangeSet {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** The same of a map in which null means that the file is to go. */
    public static ChangeSet of(Map<String, @Nullable String> files) {
        SortedMap<String, Optional<String>> change = new TreeMap<>();
        files.forEach((path, text) -> change.put(path, Optional.ofNullable(text)));
        return new ChangeSet(change);
    }

    /** Whether a path is that of a text that may be read and changed here. It can lead nowhere but into book and catalog. */
    static boolean isText(String path) {
        return path.startsWith(Source.CATALOG)
                ? CATALOG.matcher(path).matches()
                : BOOK.matcher(path).matches();
    }

    /** What is wrong with the paths, given what they are to change. */
    List<RuleError> errors(Source before) {
        List<RuleError> errors = new ArrayList<>();
        SortedMap<String, Integer> there = before.texts();
        files.forEach((path, text) -> {
            if (!isText(path)) errors.add(new RuleError(path, 0, "", "a path that can't be changed here", ALLOWED));
            else if (text.isEmpty() && !there.containsKey(path))
                errors.add(new RuleError(path, 0, "", "a file to remove that is not there", "a file that is there"));
        });
        if (files.isEmpty()) errors.add(new RuleError("", 0, "", "a change of no file", "at least one file"));
        return errors;
    }
}

package dev.waggle.server.rulebook;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.server.app.Waggle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is live when a service starts, and what was wrong with what therefore isn't.
 *
 * @param edition the newest version that can be used, at last what the program was built with
 * @param problems versions that can't be
 */
public record Opening(Edition edition, List<RuleError> problems) {
    /** Copies the list. */
    public Opening {
        problems = List.copyOf(problems);
    }

    /** The newest version that was published here; what was saved in a watched folder is live only with that folder. */
    public static Opening of(VersionStore store, Path dataFolder) {
        List<RuleError> problems = new ArrayList<>(store.damaged());
        for (Version version : store.versions()) {
            if (version.isOfFolder()) continue;
            try {
                Source source = store.source(version.number());
                Reading reading = Reading.of(source);
                if (reading.errors().isEmpty())
                    return new Opening(edition(version, source, reading, dataFolder), problems);
                reading.errors().forEach(error -> problems.add(inVersion(version, error)));
            } catch (IOException | RuntimeException | StackOverflowError e) {
                problems.add(VersionStore.problem(version.number(), e));
            }
        }
        return new Opening(shipped(dataFolder), problems);
    }

    /**
     * What a watched folder holds, whatever was published before, if all that a later save must pass finds no fault with it.
     * It becomes a version where the last one was another.
     *
     * @throws BookException where it can't go live, with every reason
     * @throws NotTriedException where it could not be tried
     */
    public static Opening of(Source folder, VersionStore store, Path dataFolder, Trying trials, Guard guard)
            throws BookException {
        Workshop workshop = new Workshop(new SureTrials(trials));
        Candidate candidate = workshop.make(folder, shipped(dataFolder).waggle());
        if (!(candidate instanceof Candidate.Good good))
            throw new BookException(candidate.report().allErrors());
        List<RuleError> objections = guard.objections(good.waggle());
        if (!objections.isEmpty()) throw new BookException(objections);
        return of(folder, good.waggle(), store);
    }

    private static Opening of(Source folder, Waggle waggle, VersionStore store) {
        Version found = new Version(
                store.nextNumber(),
                Instant.now(),
                Version.FOLDER,
                "As found when the service started.",
                Version.SHIPPED,
                waggle.ruleSet(),
                waggle.catalog().hash());
        List<RuleError> problems = new ArrayList<>(store.damaged());
        List<Version> before = store.versions();
        if (!before.isEmpty() && before.get(0).isOfFolder() && isSame(before.get(0), found))
            return new Opening(new Edition(before.get(0), folder, waggle), problems);
        try {
            store.keep(found, folder);
        } catch (IOException e) {
            problems.add(VersionStore.problem(found.number(), e));
            return new Opening(new Edition(notKept(found), folder, waggle), problems);
        }
        return new Opening(new Edition(found, folder, waggle), problems);
    }

    /** It has no number of its own, and whatever is kept next is not made of it. */
    private static Version notKept(Version version) {
        return new Version(
                version.parent(),
                version.time(),
                version.author(),
                version.note(),
                version.parent(),
                version.ruleSet(),
                version.catalog());
    }

    private static boolean isSame(Version one, Version other) {
        return one.ruleSet().equals(other.ruleSet()) && one.catalog().equals(other.catalog());
    }

    private static Edition shipped(Path dataFolder) {
        Source source = Source.shipped();
        Reading reading = Reading.of(source);
        if (!reading.errors().isEmpty())
            throw new IllegalStateException("the shipped rules or catalog are damaged: " + reading.errors());
        Waggle waggle = waggle(reading, dataFolder);
        Version version = new Version(
                Version.SHIPPED,
                Instant.EPOCH,
                "waggle",
                "What the program was built with.",
                Version.SHIPPED,
                waggle.ruleSet(),
                waggle.catalog().hash());
        return new Edition(version, source, waggle);
    }

    private static Edition edition(Version version, Source source, Reading reading, Path dataFolder) {
        return new Edition(version, source, waggle(reading, dataFolder));
    }

    private static Waggle waggle(Reading reading, Path dataFolder) {
        return new Waggle(
                Objects.requireNonNull(reading.catalog()),
                new RuleSet(Objects.requireNonNull(reading.book())),
                dataFolder);
    }

    private static RuleError inVersion(Version version, RuleError error) {
        return new RuleError(
                error.file(),
                error.line(),
                error.rule(),
                "in version " + version.number() + ", which is not used: " + error.found(),
                error.allowed());
    }
}

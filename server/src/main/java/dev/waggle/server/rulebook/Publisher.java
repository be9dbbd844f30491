package dev.waggle.server.rulebook;

import dev.waggle.rules.book.BookChange;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Waggle;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Takes changes live, one at a time: read, tried, compiled, warm, kept on disk, and only then swapped in. Whatever goes wrong
 * on the way, what was live stays live.
 */
public final class Publisher {
    private static final int LONGEST_NOTE = 2000;

    private final Live live;
    private final VersionStore store;
    private final Trying trials;
    private final Workshop workshop;
    private final Guard guard;
    private final InstantSource clock;
    private final AtomicBoolean isPrepared = new AtomicBoolean();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile Edition edition;
    private final List<RuleError> atStart;
    private volatile List<RuleError> inFolder = List.of();

    /** What is asked for: a source, by whom and why, made of the version that is live; a way back may drop newer rules. */
    private record Wanted(Source source, String author, String note, int parent, boolean isBack) {}

    /**
     * Begins with an edition.
     *
     * @param opening what is live at first, and what was wrong with others
     * @param trials tries a book that changed
     * @param guard may refuse one that passed
     */
    public Publisher(Live live, Opening opening, VersionStore store, Trying trials, Guard guard) {
        this(live, opening, store, trials, guard, InstantSource.system());
    }

    Publisher(Live live, Opening opening, VersionStore store, Trying trials, Guard guard, InstantSource clock) {
        this.live = live;
        this.store = store;
        this.trials = trials;
        this.workshop = new Workshop(new SureTrials(trials));
        this.guard = guard;
        this.clock = clock;
        this.edition = opening.edition();
        this.atStart = opening.problems();
    }

    /** What is live. */
    public Edition edition() {
        return edition;
    }

    /** What is wrong with what is not live: a folder's last save, or versions that are damaged. */
    public List<RuleError> problems() {
        return Stream.concat(inFolder.stream(), atStart.stream()).toList();
    }

    /** What is wrong with the last save in a watched folder. */
    List<RuleError> problemsInFolder() {
        return inFolder;
    }

    /** All versions, newest first. */
    public List<Version> versions() {
        return store.versions();
    }

    /**
     * The files of a version; 0 is what the program was built with.
     *
     * @throws IOException where it is not there or damaged
     */
    public Source source(int version) throws IOException {
        return store.source(version);
    }

    /**
     * The hash of each file of a version, by path: what differs between two versions is told without reading any content.
     *
     * @throws IOException where the version is not there or damaged
     */
    public SortedMap<String, String> hashes(int version) throws IOException {
        return store.hashes(version);
    }

    /**
     * The text of one file of a version; empty where it has none at that path.
     *
     * @throws IOException where the version is not there, or it or the file is damaged
     */
    public Optional<String> text(int version, String path) throws IOException {
        return store.text(version, path);
    }

    /** What is wrong with a change as it can be read; nothing is compiled. */
    public Lint lint(ChangeSet change) {
        prepare();
        Edition now = edition;
        List<RuleError> unusable = change.errors(now.source());
        if (!unusable.isEmpty()) return new Lint(unusable, List.of());
        Reading reading = Reading.of(now.source().with(change), now.waggle());
        List<RuleError> errors = new ArrayList<>(reading.errors());
        if (reading.book() != null) errors.addAll(traces(now.waggle(), reading.book()));
        return new Lint(errors, reading.warnings());
    }

    /** Whoever lints will preview and publish: what that needs, a child process and the matrix, is made ready behind. */
    private void prepare() {
        trials.prepare();
        if (!isPrepared.compareAndSet(false, true)) return;
        Thread thread = new Thread(() -> edition.waggle().judged(), "judge the matrix before it is asked for");
        thread.setDaemon(true);
        thread.start();
    }

    /** What a change must leave behind of rules that go. */
    private static List<RuleError> traces(Waggle now, RuleBook next) {
        return BookChange.between(now.judge().rules().book(), next).errors();
    }

    private List<RuleError> objections(Waggle now, Waggle next) {
        List<RuleError> objections =
                new ArrayList<>(traces(now, next.judge().rules().book()));
        objections.addAll(
                KeptIds.errors(now.judge().rules().book(), next.judge().rules().book(), store));
        objections.addAll(guard.objections(next));
        return objections;
    }

    /**
     * What would become of a change, up to the moment it would be kept.
     *
     * @throws NotTriedException where it could not be tried
     */
    public Preview preview(ChangeSet change) {
        Edition now = edition;
        List<RuleError> errors = change.errors(now.source());
        Candidate candidate =
                errors.isEmpty() ? workshop.make(now.source().with(change), now.waggle()) : new Candidate.Bad(errors);
        trials.prepare();
        if (candidate instanceof Candidate.Bad) return new Preview(candidate.report(), Optional.empty());
        Waggle next =
                candidate instanceof Candidate.Good good ? good.waggle() : ((Candidate.Failing) candidate).waggle();
        return new Preview(
                candidate.report().and(objections(now.waggle(), next)),
                Optional.of(now.waggle().impactOf(next)));
    }

    /**
     * Takes a change live.
     *
     * @param tag of the edition that the change was made of
     */
    public Publication publish(ChangeSet change, String author, String note, String tag) {
        return alone(now -> {
            if (!now.tag().equals(tag)) return new Publication.Conflict(now);
            List<RuleError> errors = change.errors(now.source());
            if (!errors.isEmpty()) return new Publication.Refused(errors);
            return publish(
                    new Wanted(
                            now.source().with(change),
                            author,
                            note,
                            now.version().number(),
                            false),
                    now);
        });
    }

    /**
     * Takes the files of an older version live, as a new version.
     *
     * @param version its number; 0 is what the program was built with
     * @param tag of the edition that is to be replaced
     */
    public Publication rollBack(int version, String author, String note, String tag) {
        return alone(now -> {
            if (!now.tag().equals(tag)) return new Publication.Conflict(now);
            String why = "Back to version " + version + (note.isBlank() ? "." : ": " + note);
            try {
                return publish(
                        new Wanted(
                                store.source(version),
                                author,
                                why,
                                now.version().number(),
                                true),
                        now);
            } catch (IOException e) {
                return new Publication.Refused(List.of(VersionStore.problem(version, e)));
            }
        });
    }

    /** Takes what was saved in a watched folder live; what is wrong with it is a problem until a later save is right. */
    Publication follow(Source saved) {
        Publication publication = alone(now ->
                publish(new Wanted(saved, Version.FOLDER, "", now.version().number(), false), now));
        if (publication instanceof Publication.Refused refused) inFolder = refused.errors();
        else if (publication instanceof Publication.NotKept notKept) inFolder = problem(notKept.reason());
        else if (publication instanceof Publication.NotTried notTried) inFolder = problem(notTried.reason());
        else inFolder = List.of();
        return publication;
    }

    private static List<RuleError> problem(String reason) {
        return List.of(new RuleError("", 0, "", reason, ""));
    }

    /** A watched folder can't be read at all. */
    void report(List<RuleError> errors) {
        inFolder = List.copyOf(errors);
    }

    private Publication alone(Function<Edition, Publication> change) {
        oneAtATime.lock();
        try {
            return change.apply(edition);
        } catch (NotTriedException e) {
            return new Publication.NotTried(e.reason());
        } finally {
            oneAtATime.unlock();
            trials.prepare();
        }
    }

    private Publication publish(Wanted wanted, Edition now) {
        if (wanted.note().length() > LONGEST_NOTE)
            return new Publication.Refused(List.of(new RuleError(
                    "", 0, "", "a note of " + wanted.note().length() + " characters", LONGEST_NOTE + " at most")));
        Candidate candidate = workshop.make(wanted.source(), now.waggle());
        if (!(candidate instanceof Candidate.Good good))
            return new Publication.Refused(candidate.report().allErrors());
        if (good.waggle().version().equals(now.tag())) return new Publication.Unchanged(now);
        List<RuleError> objections =
                wanted.isBack() ? guard.objections(good.waggle()) : objections(now.waggle(), good.waggle());
        if (!objections.isEmpty()) return new Publication.Refused(objections);
        Version version = new Version(
                store.nextNumber(),
                clock.instant(),
                wanted.author(),
                wanted.note(),
                wanted.parent(),
                good.waggle().ruleSet(),
                good.waggle().catalog().hash());
        try {
            store.keep(version, wanted.source());
        } catch (IOException e) {
            return new Publication.NotKept(reason(e));
        }
        Edition next = new Edition(version, wanted.source(), good.waggle());
        live.replace(next.waggle());
        edition = next;
        return new Publication.Published(next);
    }

    private static String reason(IOException e) {
        List<String> reasons =
                new ArrayList<>(List.of("The change could not be written to disk: " + Reason.of(e) + "."));
        if (e.getSuppressed().length > 0)
            reasons.add("A part of it could not be removed either; after a restart it may be live.");
        return String.join(" ", reasons);
    }
}

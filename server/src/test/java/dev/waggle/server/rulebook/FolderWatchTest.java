package dev.waggle.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleError;
import dev.waggle.server.app.Live;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is saved in a folder goes live. */
@Timeout(60)
class FolderWatchTest {
    @TempDir
    Path temp;

    private final BlockingQueue<List<RuleError>> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger trials = new AtomicInteger();
    private Path book;
    private Editing editing;
    private FolderWatch watch;

    @BeforeEach
    void begin() throws IOException {
        book = temp.resolve("book");
        save(Editing.DRL, Editing.rule("Needs {residentBytes}."));
        save(Editing.CASES, Editing.cases());
        Trying counted = new Trying() {
            @Override
            public TrialResult run(Map<String, String> files) {
                trials.incrementAndGet();
                return Editing.inThisProcess().run(files);
            }

            @Override
            public void prepare() {}
        };
        editing = Editing.in(temp.resolve("rulebook"), Disk.REAL, counted, Guard.NONE);
        watch = FolderWatch.start(new Folders(book, null), editing.publisher, heard::add);
    }

    @AfterEach
    void end() {
        watch.close();
    }

    private void save(String path, String text) throws IOException {
        Path file = book.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private List<RuleError> next() throws InterruptedException {
        List<RuleError> errors = heard.poll(30, TimeUnit.SECONDS);
        assertThat(errors).as("something is told within 30 s").isNotNull();
        return errors == null ? List.of() : errors;
    }

    private String message() {
        return editing.live.now().judge().rules().book().rules().get(0).message();
    }

    @Test
    void save_goodRule_isLiveAndAVersionOfTheFolder() throws Exception {
        save(Editing.DRL, Editing.rule("First."));
        assertThat(next()).isEmpty();
        assertThat(message()).isEqualTo("First.");
        assertThat(editing.publisher.versions()).map(Version::author).containsExactly(Version.FOLDER);
        assertThat(editing.publisher.edition().source().text(Editing.DRL)).hasValue(Editing.rule("First."));
    }

    @Test
    void save_badRule_isToldOnce_andTheLastGoodStaysLive() throws Exception {
        save(Editing.DRL, Editing.rule("First."));
        assertThat(next()).isEmpty();
        save(Editing.DRL, "rule half");
        assertThat(next()).first().extracting(RuleError::file).isEqualTo(Editing.DRL);
        assertThat(editing.publisher.problems()).isNotEmpty();
        assertThat(message()).isEqualTo("First.");
        assertThat(heard.poll(600, TimeUnit.MILLISECONDS)).isNull();
        save(Editing.DRL, Editing.rule("First."));
        assertThat(next()).as("what is live is right again").isEmpty();
        assertThat(editing.publisher.problems()).isEmpty();
        assertThat(editing.publisher.versions()).hasSize(1);
    }

    @Test
    void save_byRenamingAFileOverTheOld_isSeen() throws Exception {
        Path fresh = book.resolve(Editing.DRL + "___tmp");
        Path old = book.resolve(Editing.DRL);
        Files.writeString(fresh, Editing.rule("Needs {capacityBytes}."));
        Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(old));
        Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(next()).isEmpty();
        assertThat(message()).isEqualTo("Needs {capacityBytes}.");
    }

    @Test
    void save_burst_isReloadedOnceItRests() throws Exception {
        for (int i = 0; i < 40; i++) {
            save(Editing.DRL, i < 39 && i % 2 == 0 ? "rule half" : Editing.rule("Save " + i + "."));
            Thread.sleep(5);
        }
        while (!message().equals("Save 39.")) next();
        assertThat(trials.get()).as("of twenty good saves").isLessThanOrEqualTo(5);
    }

    @Test
    void folder_thatIsALinkToAnother_isSeenWhenTheLinkChanges() throws Exception {
        watch.close();
        Path link = Files.createSymbolicLink(temp.resolve("current"), book);
        Path next = temp.resolve("next/book");
        for (String path : List.of(Editing.DRL, Editing.CASES)) {
            Files.createDirectories(next.resolve(path).resolveSibling("."));
            Files.copy(book.resolve(path), next.resolve(path));
        }
        Files.writeString(next.resolve(Editing.DRL), Editing.rule("Released."));
        watch = FolderWatch.start(new Folders(link, null), editing.publisher, heard::add);
        assertThat(heard.poll(600, TimeUnit.MILLISECONDS)).isNull();
        Path other = Files.createSymbolicLink(temp.resolve("other"), next);
        Files.move(other, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(next()).isEmpty();
        assertThat(message()).isEqualTo("Released.");
    }

    @Test
    void folder_gone_isToldAndWhatIsLiveStays() throws Exception {
        Path away = temp.resolve("away");
        Files.move(book, away);
        assertThat(next()).map(RuleError::found).containsExactly("a folder that can't be read: it is not there");
        assertThat(message()).isEqualTo("Needs {residentBytes}.");
        Files.move(away, book);
        save(Editing.DRL, Editing.rule("Back."));
        while (!message().equals("Back.")) next();
        assertThat(editing.publisher.problems()).isEmpty();
    }

    @Test
    void save_inACatalogsFolder_isLive_andAWrongFigureIsToldWithItsFile() throws Exception {
        watch.close();
        Path catalog = temp.resolve("catalog");
        for (Map.Entry<String, byte[]> file : Editing.CATALOG_FILES.files().entrySet()) {
            Path path = catalog.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, file.getValue());
        }
        watch = FolderWatch.start(new Folders(null, catalog), editing.publisher, heard::add);
        Path policy = catalog.resolve("policy.yaml");
        String text = Files.readString(policy);
        Files.writeString(policy, text.replace("defaultSequences: 1", "defaultSequences: 3"));
        assertThat(next()).isEmpty();
        assertThat(editing.live.now().catalog().policy().defaultSequences()).isEqualTo(3);
        assertThat(trials).as("the rules are as they were").hasValue(0);
        Files.writeString(policy, text.replace("defaultSequences: 1", "defaultSequences: three"));
        assertThat(next()).map(RuleError::file).containsExactly(Editing.POLICY);
        assertThat(editing.live.now().catalog().policy().defaultSequences()).isEqualTo(3);
    }

    private Opening opening(Source found, VersionStore store) throws BookException {
        return Opening.of(found, store, temp, Editing.inThisProcess(), Guard.NONE);
    }

    @Test
    void opening_withAFolderWhoseCasesFail_orThatTheGuardRefuses_isNone() throws Exception {
        VersionStore store = VersionStore.open(temp.resolve("other"));
        Source good = new Folders(book, null).read(Editing.source());
        RuleError objection = new RuleError("", 0, "MEM-010", "a model that is known to run", "");
        assertThatThrownBy(() -> Opening.of(good, store, temp, Editing.inThisProcess(), after -> List.of(objection)))
                .isInstanceOfSatisfying(
                        BookException.class, e -> assertThat(e.errors()).containsExactly(objection));
        save(Editing.DRL, Editing.rule("Fit( residentBytes < capacityBytes )", "Needs."));
        Source wrong = new Folders(book, null).read(Editing.source());
        assertThatThrownBy(() -> opening(wrong, store))
                .isInstanceOfSatisfying(
                        BookException.class,
                        e -> assertThat(e.errors()).map(RuleError::file).containsOnly(Editing.CASES));
        save(
                Editing.DRL,
                Editing.rule(
                        "$v : Variant( architecture == \"lama\" )\n    Fit( residentBytes > $v.fileBytes )", "No."));
        Source word = new Folders(book, null).read(Editing.source());
        assertThatThrownBy(() -> opening(word, store))
                .isInstanceOfSatisfying(
                        BookException.class,
                        e -> assertThat(e.errors())
                                .first()
                                .extracting(RuleError::suggestion)
                                .isEqualTo("llama"));
        assertThat(store.versions()).isEmpty();
    }

    @Test
    void opening_withAFolderOnAFullDisk_isNoVersion_andTheNextIsTheFirst() throws Exception {
        watch.close();
        Source found = new Folders(book, null).read(Editing.source());
        VersionStore store = VersionStore.open(
                temp.resolve("full"), new FaultyDisk(1, FaultyDisk.Fault.REFUSE, "No space left on device"));
        Opening opened = opening(found, store);
        assertThat(opened.edition().version().number()).isZero();
        assertThat(opened.problems()).hasSize(1);
        Publisher publisher =
                new Publisher(new Live(opened.edition().waggle()), opened, store, Editing.inThisProcess(), Guard.NONE);
        assertThat(publisher.publish(
                        Editing.message("Later."), "admin", "", opened.edition().tag()))
                .isInstanceOfSatisfying(Publication.Published.class, published -> {
                    assertThat(published.edition().version().number()).isEqualTo(1);
                    assertThat(published.edition().version().parent()).isZero();
                });
    }

    @Test
    void save_thatCannotBeTriedOrKeptAtFirst_isTriedAgain() throws Exception {
        watch.close();
        AtomicInteger asked = new AtomicInteger();
        Trying lateProcess = new Trying() {
            @Override
            public TrialResult run(Map<String, String> files) {
                return asked.incrementAndGet() == 1
                        ? new TrialResult.NotStarted("no process is left")
                        : Editing.inThisProcess().run(files);
            }

            @Override
            public void prepare() {}
        };
        Disk full = new FaultyDisk(1, FaultyDisk.Fault.REFUSE, "No space left on device");
        editing = Editing.in(temp.resolve("late"), full, lateProcess, Guard.NONE);
        watch = FolderWatch.start(new Folders(book, null), editing.publisher, heard::add);
        save(Editing.DRL, Editing.rule("Late."));
        assertThat(next()).first().extracting(RuleError::found).asString().contains("no process is left");
        assertThat(next()).first().extracting(RuleError::found).asString().contains("No space left");
        assertThat(next()).isEmpty();
        assertThat(message()).isEqualTo("Late.");
        assertThat(editing.publisher.problems()).isEmpty();
    }

    @Test
    void listener_thatThrows_doesNotEndTheWatch() throws Exception {
        watch.close();
        watch = FolderWatch.start(new Folders(book, null), editing.publisher, errors -> {
            heard.add(errors);
            throw new IllegalStateException("nobody listens");
        });
        save(Editing.DRL, Editing.rule("First."));
        assertThat(next()).isEmpty();
        save(Editing.DRL, "rule half");
        assertThat(next()).isNotEmpty();
        save(Editing.DRL, Editing.rule("Second."));
        assertThat(next()).isEmpty();
        assertThat(message()).isEqualTo("Second.");
    }

    @Test
    void badFolder_isNotToldAgainForWhatIsNoPartOfIt() throws Exception {
        save(Editing.DRL, "rule half");
        assertThat(next()).isNotEmpty();
        save("memory/.memory.drl.swp", "a copy of an editor");
        save(".git/refs/heads/fix.yaml", "0123");
        save("memory/memory.drl~", "a copy of an editor");
        assertThat(heard.poll(600, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void opening_withAFolder_isAVersionOnce_andNotLiveWithoutTheFolder() throws Exception {
        watch.close();
        Source found = new Folders(book, null).read(Editing.source());
        VersionStore first = VersionStore.open(temp.resolve("rulebook"));
        Opening opened = opening(found, first);
        assertThat(opened.edition().version().number()).isEqualTo(1);
        assertThat(opened.problems()).isEmpty();
        VersionStore again = VersionStore.open(temp.resolve("rulebook"));
        assertThat(opening(found, again).edition().version())
                .isEqualTo(opened.edition().version());
        assertThat(again.versions()).map(Version::author).containsExactly(Version.FOLDER);
        Opening without = Opening.of(VersionStore.open(temp.resolve("rulebook")), temp);
        assertThat(without.edition().version().number()).isZero();
        assertThat(Editing.same(without.edition().source(), Source.shipped())).isTrue();
    }

    @Test
    void editorsLeftovers_areNoPartOfTheBook() throws Exception {
        Files.createSymbolicLink(book.resolve("memory/.#memory.drl"), Path.of("an-editor@host.1:1"));
        save("memory/.memory.drl.swp", "a copy of an editor");
        save("memory/memory.drl~", "a copy of an editor");
        save(Editing.DRL, Editing.rule("First."));
        assertThat(next()).isEmpty();
        assertThat(message()).isEqualTo("First.");
    }
}

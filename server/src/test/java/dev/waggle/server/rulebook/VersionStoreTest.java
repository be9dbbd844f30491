package dev.waggle.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.rules.book.RuleError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions on disk: kept whole or not at all, whatever fails. */
class VersionStoreTest {
    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void name() {
        folder = temp.resolve("rulebook");
    }

    private static void keepNext(VersionStore store) throws IOException {
        int number = store.nextNumber();
        store.keep(Keeper.version(number), Keeper.source(number));
    }

    /** The versions are those, byte for byte, and nothing unfinished lies about. */
    private void assertWhole(int newest) throws IOException {
        VersionStore store = VersionStore.open(folder);
        assertThat(store.damaged()).isEmpty();
        assertThat(store.versions().stream().mapToInt(Version::number).max().orElse(0))
                .isEqualTo(newest);
        for (int number = 1; number <= newest; number++) {
            assertThat(store.versions()).contains(Keeper.version(number));
            assertThat(Editing.same(store.source(number), Keeper.source(number)))
                    .isTrue();
        }
        try (Stream<Path> files = Files.walk(temp)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void keep_versions_areThereWhenOpenedAgain() throws IOException {
        VersionStore store = VersionStore.open(folder);
        assertThat(store.versions()).isEmpty();
        assertThat(folder).doesNotExist();
        for (int i = 0; i < 3; i++) keepNext(store);
        assertThat(store.versions()).map(Version::number).containsExactly(3, 2, 1);
        assertWhole(3);
        try (Stream<Path> contents = Files.list(folder.resolve("files"))) {
            assertThat(contents).as("what is the same is kept once").hasSize(7);
        }
    }

    @Test
    void hashes_andTexts_areThoseOfTheSource() throws IOException {
        VersionStore store = VersionStore.open(folder);
        keepNext(store);
        keepNext(store);
        for (int number = 0; number <= 2; number++)
            assertThat(store.hashes(number).keySet())
                    .isEqualTo(store.source(number).files().keySet());
        assertThat(store.text(2, "memory/memory.drl")).hasValue("version 2\n");
        assertThat(store.text(0, "catalog/policy.yaml"))
                .isEqualTo(Source.shipped().text("catalog/policy.yaml"));
        assertThat(store.text(1, "memory/other.drl")).isEmpty();
        assertThat(store.hashes(1).get("catalog/README.md"))
                .isEqualTo(store.hashes(2).get("catalog/README.md"));
        assertThat(store.hashes(1).get("memory/memory.drl"))
                .isNotEqualTo(store.hashes(2).get("memory/memory.drl"));
        assertThatThrownBy(() -> store.hashes(3)).isInstanceOf(IOException.class);
    }

    @Test
    void text_damaged_isNotGiven() throws IOException {
        VersionStore store = VersionStore.open(folder);
        keepNext(store);
        String hash = String.valueOf(store.hashes(1).get("memory/memory.drl"));
        Files.writeString(folder.resolve("files").resolve(hash), "something else");
        assertThatThrownBy(() -> store.text(1, "memory/memory.drl")).hasMessageContaining("is damaged");
    }

    @Test
    void keep_inALanguageWithOtherDigits_isFoundAgain() throws IOException {
        Locale usual = Locale.getDefault();
        try {
            for (String language : List.of("fa", "bn-u-nu-beng", "ar-EG-u-nu-arab", "hi-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(language));
                keepNext(VersionStore.open(folder));
            }
        } finally {
            Locale.setDefault(usual);
        }
        assertWhole(4);
        assertThat(folder.resolve("versions/000004.json")).exists();
    }

    @Test
    void keep_againAfterTheFoldersCouldNotBeForced_forcesThemBeforeTheVersion() throws IOException {
        List<String> done = new ArrayList<>();
        Disk disk = new Disk() {
            @Override
            public void forceFolder(Path forced) throws IOException {
                boolean first = !done.contains("force " + forced.getFileName());
                done.add("force " + forced.getFileName());
                if (first) throw new IOException("the cable is loose");
                Disk.REAL.forceFolder(forced);
            }

            @Override
            public void rename(Path from, Path to) throws IOException {
                done.add("name " + to.getFileName());
                Disk.REAL.rename(from, to);
            }
        };
        VersionStore store = VersionStore.open(folder, disk);
        for (int i = 0; i < 4; i++) assertThatThrownBy(() -> keepNext(store)).hasMessage("the cable is loose");
        done.clear();
        done.addAll(List.of("force rulebook", "force .", "force files", "force versions"));
        int known = done.size();
        keepNext(store);
        assertThat(done.subList(known, done.size()))
                .containsExactly("force rulebook", "force .", "force files", "name 000001.json", "force versions");
    }

    @Test
    void source_zero_isWhatIsShipped() throws IOException {
        assertThat(Editing.same(VersionStore.open(folder).source(0), Source.shipped()))
                .isTrue();
    }

    @Test
    void open_damagedVersion_isToldAndTheOthersStay() throws IOException {
        VersionStore store = VersionStore.open(folder);
        for (int i = 0; i < 6; i++) keepNext(store);
        Path versions = folder.resolve("versions");
        String two = Files.readString(versions.resolve("000002.json"));
        Files.writeString(versions.resolve("000002.json"), two.substring(0, two.length() / 2));
        Files.writeString(versions.resolve("000003.json"), "");
        Files.writeString(versions.resolve("000004.json"), two);
        Files.writeString(
                versions.resolve("000005.json"),
                two.replace("\"number\" : 2", "\"number\" : 5").replaceFirst("[0-9a-f]{64}", "../../passwd"));
        Files.writeString(versions.resolve("notes.txt"), "somebody's own");
        Files.createDirectory(versions.resolve("000009.json"));
        VersionStore again = VersionStore.open(folder);
        assertThat(again.versions()).map(Version::number).containsExactly(6, 1);
        assertThat(again.damaged())
                .map(RuleError::file)
                .containsExactlyInAnyOrder(
                        "versions/000002.json",
                        "versions/000003.json",
                        "versions/000004.json",
                        "versions/000005.json",
                        "versions/000009.json");
        assertThat(again.nextNumber()).isEqualTo(10);
        assertThat(Editing.same(again.source(6), Keeper.source(6))).isTrue();
    }

    @Test
    void source_ofADamagedContent_isRefused_andMendedWhenKeptAgain() throws IOException {
        VersionStore store = VersionStore.open(folder);
        keepNext(store);
        Path same;
        try (Stream<Path> contents = Files.list(folder.resolve("files"))) {
            same = contents.filter(file -> read(file).equals("always the same\n"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(same, "always the samE\n");
        assertThatThrownBy(() -> store.source(1))
                .isInstanceOf(IOException.class)
                .hasMessage("the content of catalog/README.md is damaged");
        keepNext(store);
        assertThat(Editing.same(store.source(1), Keeper.source(1))).isTrue();
        Files.delete(same);
        assertThatThrownBy(() -> store.source(2)).hasMessageContaining("is missing");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keep_onADiskThatFailsAtAnyStep_keepsNothingAndLaterAll() throws IOException {
        keepNext(VersionStore.open(folder));
        FaultyDisk counter = new FaultyDisk(0, FaultyDisk.Fault.REFUSE, "");
        keepNext(VersionStore.open(folder, counter));
        int steps = counter.steps();
        assertThat(steps).isGreaterThan(8);
        int newest = 2;
        for (FaultyDisk.Fault fault : List.of(FaultyDisk.Fault.REFUSE, FaultyDisk.Fault.HALF))
            for (int step = 1; step <= steps; step++) {
                FaultyDisk disk = new FaultyDisk(step, fault, "No space left on device");
                VersionStore store = VersionStore.open(folder, disk);
                assertThatThrownBy(() -> keepNext(store)).hasMessage("No space left on device");
                assertThat(store.versions()).hasSize(newest);
                assertWhole(newest);
                keepNext(store);
                assertWhole(++newest);
            }
    }

    @Test
    @Tag("slow")
    @Timeout(240)
    void keep_killedAtAnyStep_isWhollyOldOrWhollyNew() throws Exception {
        int steps = Integer.parseInt(keeper(begun("counted"), 0, FaultyDisk.Fault.KILL_BEFORE));
        assertThat(steps).isGreaterThan(8);
        int published = 0;
        for (FaultyDisk.Fault fault : List.of(FaultyDisk.Fault.KILL_BEFORE, FaultyDisk.Fault.KILL_AFTER))
            for (int step = 1; step <= steps; step++) {
                folder = begun(fault + "-" + step);
                assertThat(keeper(folder, step, fault)).as("it was killed").isEmpty();
                int newest = VersionStore.open(folder).versions().get(0).number();
                assertThat(newest).isBetween(1, 2);
                assertWhole(newest);
                keepNext(VersionStore.open(folder));
                assertWhole(newest + 1);
                published += newest - 1;
            }
        assertThat(published)
                .as("kept by the time of the last rename and not before")
                .isEqualTo(3);
    }

    private Path begun(String name) throws IOException {
        Path begun = temp.resolve(name);
        keepNext(VersionStore.open(begun));
        return begun;
    }

    /** What a process says that keeps the next version and ends at that step; "" where it ended so. */
    private static String keeper(Path folder, int step, FaultyDisk.Fault fault) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Keeper.class.getName(),
                        folder.toString(),
                        String.valueOf(step),
                        fault.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isEqualTo(said.isEmpty() ? 9 : 0);
        return said;
    }

    @Test
    void opening_versionThatNoLongerLoads_isToldAndTheOneBeforeIsLive() throws IOException {
        Editing editing = Editing.in(folder);
        editing.publish(Editing.message("Good."));
        String good = editing.publisher.edition().tag();
        VersionStore store = VersionStore.open(folder);
        store.keep(
                new Version(2, Editing.NOW, "admin", "", 1, "sha256:x", "sha256:x"),
                new Source(new TreeMap<>(Map.of(Editing.DRL, "rule of another time")), Editing.CATALOG_FILES));
        store.keep(new Version(3, Editing.NOW, Version.FOLDER, "", 2, "sha256:x", "sha256:x"), Keeper.source(3));
        Opening opening = Opening.of(VersionStore.open(folder), temp);
        assertThat(opening.edition().version().number()).isEqualTo(1);
        assertThat(opening.edition().tag()).isEqualTo(good);
        assertThat(opening.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(Editing.DRL);
            assertThat(problem.found()).startsWith("in version 2, which is not used: ");
        });
    }

    @Test
    void opening_withoutAnyUsableVersion_isWhatIsShipped() throws IOException {
        VersionStore store = VersionStore.open(folder);
        keepNext(store);
        try (Stream<Path> contents = Files.list(folder.resolve("files"))) {
            Files.delete(contents.findFirst().orElseThrow());
        }
        Opening opening = Opening.of(VersionStore.open(folder), temp);
        assertThat(opening.edition().version().number()).isZero();
        assertThat(opening.edition().waggle().judge().rules().book().rules()).hasSizeGreaterThan(20);
        assertThat(opening.problems()).hasSize(1);
    }
}

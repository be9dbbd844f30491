package dev.waggle.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is full. It needs the right to mount one; the failures themselves are tried without in VersionStoreTest. */
@Tag("slow")
class FullDiskTest {
    /** The shipped catalog and a book take about 700 KiB in files of whole pages. */
    private static final String SIZE = "1200k";

    @TempDir
    Path temp;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(temp.resolve("disk"));
        boolean mounted = Files.isExecutable(Path.of("/bin/mount"))
                && run("/bin/mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "a small disk can't be mounted here (no right to mount, or not Linux)");
    }

    @AfterEach
    void unmount() throws Exception {
        run("/bin/umount", disk.toString());
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void publish_onAFullDisk_keepsWhatIsLive_andGoesOnWhenThereIsRoom() throws IOException {
        Editing editing = Editing.in(disk.resolve("rulebook"));
        assertThat(editing.publish(Editing.message("First."))).isInstanceOf(Publication.Published.class);
        Edition first = editing.publisher.edition();
        Path filler = disk.resolve("filler");
        fill(filler);

        Publication publication = editing.publish(Editing.message("Second."));
        assertThat(publication).isInstanceOf(Publication.NotKept.class);
        assertThat(((Publication.NotKept) publication).reason())
                .contains("No space left on device")
                .doesNotContain("/");
        assertThat(editing.publisher.edition()).isSameAs(first);
        assertThat(editing.live.now()).isSameAs(first.waggle());
        Opening restarted = Opening.of(VersionStore.open(disk.resolve("rulebook")), disk);
        assertThat(restarted.edition().tag()).isEqualTo(first.tag());
        assertThat(Editing.same(restarted.edition().source(), first.source())).isTrue();
        assertThat(restarted.problems()).isEmpty();

        Files.delete(filler);
        assertThat(editing.publish(Editing.message("Second."))).isInstanceOf(Publication.Published.class);
        assertThat(VersionStore.open(disk.resolve("rulebook")).versions())
                .map(Version::number)
                .containsExactly(2, 1);
    }

    /** Until not a page is left. */
    private static void fill(Path file) {
        try (var out = Files.newOutputStream(file)) {
            byte[] page = new byte[4096];
            while (true) out.write(page);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}

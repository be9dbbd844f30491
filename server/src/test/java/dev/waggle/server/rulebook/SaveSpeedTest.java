package dev.waggle.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.server.app.Live;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long a save of the shipped book takes to be live, with a process ready. Prints it; the bound is generous. */
@Tag("slow")
class SaveSpeedTest {
    private static final int SAVES = 6;
    private static final long BOUND_MILLIS = 10_000;

    @TempDir
    Path temp;

    @Test
    @Timeout(180)
    void save_ofTheShippedBook_isLiveSoon() throws Exception {
        Path book = temp.resolve("book");
        for (Map.Entry<String, String> file : Source.shipped().book().entrySet()) {
            Path path = book.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, file.getValue());
        }
        VersionStore store = VersionStore.open(temp.resolve("rulebook"));
        Opening opening = Opening.of(store, temp);
        BlockingQueue<List<?>> heard = new LinkedBlockingQueue<>();
        StringBuilder line = new StringBuilder("save to live, ms:");
        try (Trials trials = new Trials(temp.resolve("trials"))) {
            Timed timed = new Timed(trials);
            Publisher publisher =
                    new Publisher(new Live(opening.edition().waggle()), opening, store, timed, Guard.NONE);
            trials.prepare();
            try (FolderWatch watch = FolderWatch.start(new Folders(book, null), publisher, heard::add)) {
                assertThat(watch).isNotNull();
                for (int i = 0; i < SAVES; i++) {
                    Thread.sleep(5_000);
                    long start = System.nanoTime();
                    Files.writeString(
                            book.resolve(Editing.DRL), Source.shipped().book().get(Editing.DRL) + "\n// " + i + "\n");
                    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEmpty();
                    long millis = millisSince(start);
                    line.append(String.format(
                            " %d (trial begins %d, takes %d)", millis, (timed.begun - start) / 1_000_000, timed.took));
                    assertThat(millis).isLessThan(BOUND_MILLIS);
                }
            }
        }
        System.out.println(line);
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static final class Timed implements Trying {
        private final Trying trials;
        private volatile long begun;
        private volatile long took;

        Timed(Trying trials) {
            this.trials = trials;
        }

        @Override
        public TrialResult run(Map<String, String> book) {
            begun = System.nanoTime();
            TrialResult result = trials.run(book);
            took = millisSince(begun);
            return result;
        }

        @Override
        public void prepare() {
            trials.prepare();
        }
    }
}

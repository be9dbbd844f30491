package dev.waggle.server.pages;

import dev.waggle.rules.matrix.JudgedMatrix;
import dev.waggle.server.app.Waggle;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole matrix of the generation that answers, judged behind the pages: it takes seconds, and no page waits for it.
 */
final class Reckoning {
    /** So long after a start the first readers have the processor to themselves. */
    private static final Duration AFTER_START = Duration.ofSeconds(3);

    private @Nullable Waggle wanted;
    private @Nullable Waggle judged;
    private @Nullable JudgedMatrix matrix;

    /** The matrix of a generation; empty while it is being judged, which begins when it is first wanted. */
    synchronized Optional<JudgedMatrix> of(Waggle waggle) {
        if (waggle == judged) return Optional.ofNullable(matrix);
        if (waggle != wanted) {
            wanted = waggle;
            behind(() -> keep(waggle, waggle.judged()));
        }
        return Optional.empty();
    }

    /** Begins a moment after a start, unless a reader wants it before. */
    void ofStart(Waggle waggle) {
        behind(() -> {
            try {
                Thread.sleep(AFTER_START.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (isFirst()) of(waggle);
        });
    }

    private synchronized boolean isFirst() {
        return wanted == null;
    }

    private synchronized void keep(Waggle waggle, JudgedMatrix done) {
        if (waggle != wanted) return;
        judged = waggle;
        matrix = done;
    }

    private static void behind(Runnable work) {
        Thread thread = new Thread(work, "judge the matrix");
        thread.setDaemon(true);
        thread.start();
    }
}

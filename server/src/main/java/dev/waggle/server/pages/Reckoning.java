package dev.waggle.server.pages;

import dev.waggle.rules.matrix.JudgedMatrix;
import dev.waggle.server.app.Waggle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole matrix of the generation that answers, judged behind the pages: it takes seconds, no page waits for it, and nothing of
 * it happens before somebody wants to know.
 */
final class Reckoning {
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

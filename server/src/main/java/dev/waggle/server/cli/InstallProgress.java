package dev.waggle.server.cli;

import dev.waggle.runtime.install.Progress;
import dev.waggle.runtime.install.Progress.Phase;
import dev.waggle.server.app.Quantity;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows an installation on standard error: a bar where the launcher says that a person watches, else a line a phase. */
final class InstallProgress implements Consumer<Progress>, AutoCloseable {
    private final PrintWriter err;
    private final String what;
    private final Set<Phase> said = EnumSet.noneOf(Phase.class);
    private final @Nullable ProgressBar bar;

    InstallProgress(PrintWriter err, String what, long totalBytes) {
        this.err = err;
        this.what = what;
        this.bar = Boolean.getBoolean("waggle.terminal")
                ? new ProgressBarBuilder()
                        .setTaskName("installing")
                        .setInitialMax(totalBytes)
                        .setUnit(" MB", 1_000_000)
                        .setUpdateIntervalMillis(200)
                        .clearDisplayOnFinish()
                        .build()
                : null;
    }

    @Override
    public void accept(Progress progress) {
        if (bar != null) bar.stepTo(progress.unpackedBytes());
        if (!said.add(progress.phase())) return;
        if (progress.phase() == Phase.WAITING) err.println("waiting for another installation to end ...");
        else if (progress.phase() == Phase.FETCHING && bar == null)
            err.println("fetching " + what + ", " + Quantity.bytes(progress.totalBytes()) + " unpacked ...");
        err.flush();
    }

    @Override
    public void close() {
        if (bar != null) bar.close();
    }
}

package dev.waggle.runtime.runs;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The failures of one plan, and when it may be started again. */
final class FailureHistory {
    private final RunLimits limits;
    private final Deque<Long> recentNanos = new ArrayDeque<>();
    private int inARow;
    private long allowedNanos;
    private boolean gaveUp;

    FailureHistory(RunLimits limits) {
        this.limits = limits;
    }

    /** A start failed, or ended in a crash. */
    void failed(long nowNanos) {
        recentNanos.add(nowNanos);
        while (nowNanos - recentNanos.element() > limits.failureWindow().toNanos()) {
            recentNanos.remove();
        }
        allowedNanos = nowNanos + backOff(inARow).toNanos();
        inARow++;
        gaveUp = recentNanos.size() >= limits.mostFailures();
    }

    private Duration backOff(int doublings) {
        Duration wait = limits.firstBackOff();
        for (int i = 0; i < doublings && wait.compareTo(limits.longestBackOff()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(limits.longestBackOff()) < 0 ? wait : limits.longestBackOff();
    }

    /** An answer was completed: the next failure is the first in a row again, but it still counts within the window. */
    void succeeded() {
        inARow = 0;
    }

    /** Somebody starts it explicitly. */
    void forget() {
        recentNanos.clear();
        inARow = 0;
        gaveUp = false;
    }

    Retry retry(long nowNanos) {
        if (gaveUp) {
            return new Retry.OnlyExplicitly();
        }
        return new Retry.After(
                recentNanos.isEmpty() ? Duration.ZERO : Duration.ofNanos(Math.max(0, allowedNanos - nowNanos)));
    }
}

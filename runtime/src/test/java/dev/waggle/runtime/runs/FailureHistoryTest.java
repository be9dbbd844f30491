package dev.waggle.runtime.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a plan that fails is started again. */
class FailureHistoryTest {
    private static final RunLimits LIMITS = RunLimits.standard();

    private static Retry after(long seconds) {
        return new Retry.After(Duration.ofSeconds(seconds));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void failures_oneAfterTheOther_doubleTheWaitAndThenEndIt() {
        FailureHistory history = new FailureHistory(LIMITS);
        assertThat(history.retry(0)).isEqualTo(after(0));
        List<Retry> retries = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            history.failed(seconds(i * 20L));
            retries.add(history.retry(seconds(i * 20L)));
        }
        assertThat(retries).containsExactly(after(1), after(2), after(4), after(8), new Retry.OnlyExplicitly());
        assertThat(history.retry(seconds(100_000))).isEqualTo(new Retry.OnlyExplicitly());
        history.forget();
        assertThat(history.retry(seconds(101))).isEqualTo(after(0));
    }

    @Test
    void wait_runsDownToNothing() {
        FailureHistory history = new FailureHistory(LIMITS);
        history.failed(seconds(10));
        history.failed(seconds(20));
        assertThat(history.retry(seconds(21))).isEqualTo(after(1));
        assertThat(history.retry(seconds(22))).isEqualTo(after(0));
        assertThat(history.retry(seconds(99))).isEqualTo(after(0));
    }

    @Test
    void failures_spreadOverHours_neverEndItAndWaitAMinuteAtMost() {
        FailureHistory history = new FailureHistory(LIMITS);
        for (int i = 0; i < 100; i++) {
            history.failed(seconds(i * 200L));
            assertThat(history.retry(seconds(i * 200L))).isEqualTo(after(Math.min(60, 1L << Math.min(i, 10))));
        }
    }

    @Test
    void answer_betweenFailures_startsTheWaitAnewButNotTheCount() {
        FailureHistory history = new FailureHistory(LIMITS);
        for (int i = 0; i < 4; i++) {
            history.failed(seconds(i));
            assertThat(history.retry(seconds(i))).isEqualTo(after(1));
            history.succeeded();
        }
        history.failed(seconds(5));
        assertThat(history.retry(seconds(5))).isEqualTo(new Retry.OnlyExplicitly());
    }

    @Test
    void clock_thatBeginsBelowZero_isNoMatter() {
        FailureHistory history = new FailureHistory(LIMITS);
        history.failed(Long.MAX_VALUE - 5);
        assertThat(history.retry(Long.MAX_VALUE - 5 + seconds(1))).isEqualTo(after(0));
    }
}

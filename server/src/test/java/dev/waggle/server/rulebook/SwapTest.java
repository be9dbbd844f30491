package dev.waggle.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.Waggle;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while they answer. */
class SwapTest {
    private static final int ASKERS = 4;
    private static final String MACHINE = "rtx-4060-8gb";
    private static final String MODEL = "llama-3.3-70b";

    @TempDir
    Path folder;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong answers = new AtomicLong();
    private final Map<String, Set<String>> said = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new ArrayList<>();

    @Test
    @Tag("slow")
    @Timeout(180)
    void answers_duringTwentyReloads_areEachWhollyOfOneRuleSet() throws Exception {
        reload(20);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void answers_duringTwoHundredReloads_areRight_andMemoryStaysFlat() throws Exception {
        Memory after20 = reload(20);
        Memory after200 = reload(180);
        assertThat(after200.heapBytes() - after20.heapBytes()).as("heap").isLessThan(16L << 20);
        assertThat(after200.classBytes() - after20.classBytes()).as("metaspace").isLessThan(8L << 20);
    }

    private record Memory(long heapBytes, long classBytes) {}

    /** Reloads under load, and tells what memory is used after. */
    private Memory reload(int times) throws Exception {
        stopped.set(false);
        said.clear();
        Editing editing = Editing.in(folder.resolve("of-" + times));
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < ASKERS; i++) {
            Thread asker = new Thread(() -> ask(editing));
            asker.start();
            askers.add(asker);
        }
        List<WeakReference<Waggle>> generations = new ArrayList<>();
        Map<String, String> expected = new ConcurrentHashMap<>();
        expected.put(editing.live.now().ruleSet(), "Needs");
        for (int i = 0; i < times; i++) {
            generations.add(new WeakReference<>(editing.live.now()));
            Publication publication = editing.publish(Editing.message("Generation " + i + "."));
            assertThat(publication).isInstanceOf(Publication.Published.class);
            expected.put(editing.live.now().ruleSet(), "Generation " + i + ".");
        }
        stopped.set(true);
        for (Thread asker : askers) asker.join();
        assertThat(failures).isEmpty();
        assertThat(answers.get()).isGreaterThan(times);
        assertThat(said.size()).as("rule sets that answered").isGreaterThan(times / 4);
        said.forEach((ruleSet, sentences) -> assertThat(sentences)
                .as("every sentence of %s", ruleSet)
                .allMatch(sentence -> sentence.startsWith(Objects.requireNonNull(expected.get(ruleSet)))));
        Memory memory = used();
        assertThat(generations.stream()
                        .filter(generation -> generation.get() != null)
                        .count())
                .as("generations that nobody needs any more but that are still there")
                .isLessThanOrEqualTo(2);
        return memory;
    }

    private void ask(Editing editing) {
        try {
            while (!stopped.get()) {
                Waggle now = editing.live.now();
                Subject subject = now.subject(MODEL + ":Q4_K_M");
                Machine machine =
                        Objects.requireNonNull(now.catalog().machines().get(MACHINE));
                List<Verdict> verdicts =
                        now.judge(subject, new Waggle.Place(MACHINE, machine, false), now.workers(), Wish.none());
                Set<String> sentences = verdicts.stream()
                        .flatMap(verdict -> verdict.findings().stream())
                        .filter(finding -> finding.severity().equals("block"))
                        .map(Finding::message)
                        .collect(Collectors.toSet());
                assertThat(sentences).isNotEmpty();
                said.computeIfAbsent(now.ruleSet(), any -> ConcurrentHashMap.newKeySet())
                        .addAll(sentences);
                answers.incrementAndGet();
            }
        } catch (Exception | AssertionError e) {
            synchronized (failures) {
                failures.add(e);
            }
        }
    }

    private static Memory used() throws InterruptedException {
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(50);
            heap = Math.min(
                    heap,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        long classes = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong(SwapTest::used)
                .sum();
        return new Memory(heap, classes);
    }

    private static long used(MemoryPoolMXBean pool) {
        return pool.getUsage().getUsed();
    }
}

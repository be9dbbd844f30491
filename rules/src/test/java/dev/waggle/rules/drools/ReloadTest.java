package dev.waggle.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.facts.RuleFact;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kie.api.KieBase;
import org.kie.api.KieServices;

/** A rule book may be loaded again and again in one process: the generations before leave nothing behind. */
class ReloadTest {
    private static final int WARM_UP = 10;
    private static final int RELOADS = 50;
    /** The engine still loads some classes of its own; generations that stay would be five times as many. */
    private static final int MOST_MORE_CLASSES = 400;
    /** The engine may remember its last generation. */
    private static final int MOST_BASES = 2;

    private static final RuleBook BOOK = BookFolder.embedded();
    /** Enough of it: a compilation takes a second, and what is left behind is left behind by any. */
    private static final List<Rule> RULES = BOOK.rules().subList(0, 6);

    private static final List<RuleFact> FACTS =
            BOOK.cases().stream().map(RuleCase::facts).flatMap(List::stream).toList();

    private final List<WeakReference<KieBase>> bases = new ArrayList<>();

    @Test
    void reload_fiftyTimes_judgesTheSameAndLeavesNothingBehind() throws InterruptedException {
        List<Hit> first = List.of();
        for (int i = 0; i < WARM_UP; i++) first = generation();
        long before = classes();
        bases.clear();
        for (int i = 0; i < RELOADS; i++) assertThat(generation()).isEqualTo(first);
        assertThat(classes() - before).isLessThan(MOST_MORE_CLASSES);
        assertThat(bases).hasSize(2 * RELOADS);
        assertThat(bases.stream().filter(base -> base.get() != null)).hasSizeLessThanOrEqualTo(MOST_BASES);
    }

    @Test
    void compile_leavesNoModuleInTheEngine() {
        CompiledRules.compile(RULES);
        assertThat(modules()).isZero();
    }

    private static int modules() {
        return (int) IntStream.rangeClosed(1, 500)
                .filter(i -> KieServices.get()
                                .getRepository()
                                .getKieModule(KieServices.get().newReleaseId("dev.waggle", "book", "1." + i))
                        != null)
                .count();
    }

    private List<Hit> generation() {
        CompiledRules rules = CompiledRules.compile(RULES);
        bases.add(new WeakReference<>(rules.known));
        bases.add(new WeakReference<>(rules.unknown));
        return rules.judge(FACTS);
    }

    /** Classes that are loaded once the garbage collector had its chances. */
    private static long classes() throws InterruptedException {
        ClassLoadingMXBean bean = ManagementFactory.getClassLoadingMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(50);
            least = Math.min(least, bean.getTotalLoadedClassCount() - bean.getUnloadedClassCount());
        }
        return least;
    }
}

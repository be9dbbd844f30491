package dev.waggle.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.judge.RuleSet;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LiveTest {
    private static final Catalog CATALOG = CatalogLoader.embedded();

    private static RuleSet rules(String hash) {
        return new RuleSet(new RuleBook(hash, List.of(), List.of()));
    }

    private static Waggle first() {
        return new Waggle(CATALOG, rules("one"), Path.of("nowhere"));
    }

    @Test
    void each_isMadeOnceAGeneration() {
        Live live = new Live(first());
        Supplier<Object> each = live.each(waggle -> new Object());
        Object made = each.get();
        assertThat(each.get()).isSameAs(made);
        live.replace(live.now().with(CATALOG, rules("two")));
        assertThat(each.get()).isNotSameAs(made).isSameAs(each.get());
    }

    @Test
    void replace_letsTheFormerGenerationGo_alsoWhereNobodyAskedSince() throws InterruptedException {
        Live live = new Live(first());
        Supplier<List<Waggle>> asked = live.each(List::of);
        WeakReference<Waggle> former = new WeakReference<>(asked.get().get(0));
        live.replace(live.now().with(CATALOG, rules("two")));
        for (int i = 0; i < 50 && former.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(former.get()).isNull();
        assertThat(asked.get().get(0)).isSameAs(live.now());
    }
}

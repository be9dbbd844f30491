package dev.waggle.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts as they are sent. */
class VerdictJsonTest {
    private static final Catalog CATALOG = CatalogLoader.embedded();
    private static final RuleBook BOOK = BookFolder.embedded();

    @TempDir
    Path folder = Path.of("");

    @Test
    void json_underRulesInAnotherOrder_isTheSameToTheByte() throws UnknownIdException {
        List<Rule> rules = new ArrayList<>(BOOK.rules());
        Collections.shuffle(rules, new Random(29));
        Waggle usual = new Waggle(CATALOG, new RuleSet(BOOK), folder);
        Waggle shuffled = usual.with(CATALOG, new RuleSet(new RuleBook(BOOK.hash(), rules, BOOK.cases())));
        for (String subject : List.of("llama-3.1-8b", "phi-3-mini", "llama-3.3-70b:Q4_K_M", "stable-diffusion-xl"))
            for (String machine : List.of("rtx-4090", "rx-7900-xtx", "macbook-m2-8gb", "raspberry-pi-5-8gb"))
                assertThat(json(shuffled, subject, machine)).isEqualTo(json(usual, subject, machine));
    }

    private static String json(Waggle waggle, String model, String machine) throws UnknownIdException {
        Subject subject = waggle.subject(model);
        Place place = waggle.place(machine);
        StringBuilder text = new StringBuilder();
        for (Verdict verdict : waggle.judge(subject, place, waggle.workers(), Wish.none()))
            text.append(Json.text(VerdictJson.of(verdict, waggle.ruleSet(), CATALOG.hash())))
                    .append('\n');
        return text.toString();
    }
}

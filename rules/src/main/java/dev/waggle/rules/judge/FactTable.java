package dev.waggle.rules.judge;

import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Facts of one type in a matrix: each list of facts that occurs stands here once, with worker and placement number 0, beside
 * which of them holds where.
 */
public final class FactTable {
    private final List<List<RuleFact>> lists;
    private final int[] at;

    private FactTable(List<List<RuleFact>> lists, int[] at) {
        this.lists = lists;
        this.at = at;
    }

    /** The distinct lists. */
    public List<List<RuleFact>> lists() {
        return lists;
    }

    /** The number of the list that holds at a place. */
    public int listAt(int place) {
        return at[place];
    }

    /** Tables by type of the facts that hold at so many places. */
    static Map<String, FactTable> byType(int places, IntFunction<List<RuleFact>> facts) {
        Map<String, Collected> collected = new TreeMap<>();
        for (int place = 0; place < places; place++)
            for (Map.Entry<String, List<RuleFact>> here :
                    byType(facts.apply(place)).entrySet())
                collected
                        .computeIfAbsent(here.getKey(), type -> new Collected(places))
                        .put(place, here.getValue());
        Map<String, FactTable> tables = new TreeMap<>();
        collected.forEach((type, table) -> tables.put(type, new FactTable(table.lists.values(), table.at)));
        return tables;
    }

    private static final class Collected {
        private final Interner<List<RuleFact>> lists = new Interner<>(List.of());
        private final int[] at;

        Collected(int places) {
            this.at = new int[places];
        }

        void put(int place, List<RuleFact> list) {
            at[place] = lists.number(list);
        }
    }

    private static Map<String, List<RuleFact>> byType(List<RuleFact> facts) {
        Map<String, List<RuleFact>> byType = new LinkedHashMap<>();
        for (RuleFact fact : facts)
            byType.computeIfAbsent(fact.getClass().getSimpleName(), name -> new ArrayList<>())
                    .add(fact);
        return byType;
    }
}

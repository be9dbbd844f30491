package dev.waggle.rules.matrix;

import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Facts of one type, sorted into classes that no rule tells apart.
 *
 * @param representatives one fact of each class
 * @param byList by list of facts: the classes in it, each once
 */
record FactClasses(List<RuleFact> representatives, List<int[]> byList) {
    static FactClasses of(Projection projection, List<? extends List<? extends RuleFact>> lists) {
        Map<Object, Integer> numbers = new HashMap<>();
        List<RuleFact> representatives = new ArrayList<>();
        List<int[]> byList = new ArrayList<>(lists.size());
        for (List<? extends RuleFact> list : lists) {
            int[] classes = new int[list.size()];
            for (int i = 0; i < classes.length; i++) {
                RuleFact fact = list.get(i);
                Integer known = numbers.putIfAbsent(projection.key(fact), representatives.size());
                classes[i] = known == null ? representatives.size() : known;
                if (known == null) representatives.add(fact);
            }
            byList.add(classes);
        }
        return new FactClasses(representatives, byList);
    }

    int count() {
        return representatives.size();
    }
}

package dev.waggle.rules.matrix;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import dev.waggle.rules.facts.Fit;
import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.judge.Docket.Axis;
import dev.waggle.rules.judge.Placements;
import dev.waggle.rules.judge.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * Judges a docket with a rule set, and gives what {@link dev.waggle.rules.judge.Judge} gives for each cell. Facts are sorted
 * into classes that no rule tells apart, the engine judges each pair of classes once, and cells join what it says by number.
 */
public final class MatrixJudge {
    private static final String PLACED = Fit.class.getSimpleName();

    private final Docket docket;
    private final Placements placements;
    private final List<Rule> rules;
    private final Masks masks = new Masks();
    private final Map<String, Places> places = new HashMap<>();
    private final Sayings sayings;
    private final Verdicts verdicts;

    private MatrixJudge(Docket docket, RuleSet set) {
        this.docket = docket;
        this.rules = set.book().rules();
        this.placements =
                rules.stream().allMatch(MatrixJudge::comparesSizesOnly) ? docket.alike() : docket.placements();
        this.sayings = new Sayings(docket, placements, set, masks);
        this.verdicts = new Verdicts(rules, masks);
    }

    /** Judges every cell. */
    public static JudgedMatrix judge(Docket docket, RuleSet set) {
        MatrixJudge judge = new MatrixJudge(docket, set);
        judge.place();
        judge.groups().forEach(judge::hear);
        int[] cells = judge.cells();
        return new JudgedMatrix(docket, cells, judge.verdicts.verdicts());
    }

    /** Whether all that a rule does with the sizes of a placement is to compare them with each other, or with nothing. */
    private static boolean comparesSizesOnly(Rule rule) {
        for (Rule.Pattern pattern : rule.patterns())
            for (Rule.Constraint constraint : pattern.constraints())
                if (!comparesSizesOnly(constraint, pattern, rule.patterns().get(0))) return false;
        return true;
    }

    private static boolean comparesSizesOnly(Rule.Constraint constraint, Rule.Pattern pattern, Rule.Pattern first) {
        boolean size = isSize(pattern, constraint.field());
        if (constraint.operand() instanceof Operand.OtherField other) return !size && !isSize(first, other.field());
        return !size
                || constraint.operand() instanceof Operand.OwnField
                || constraint.operand().equals(new Operand.Literal(0L));
    }

    private static boolean isSize(Rule.Pattern pattern, String field) {
        return pattern.type().equals(PLACED)
                && FactTypes.of(PLACED).orElseThrow().fields().get(field) == FieldKind.WHOLE;
    }

    private void place() {
        for (Axis axis : Axis.values())
            docket.tables(axis).forEach((type, table) -> places.put(type, Places.of(docket, axis, table)));
    }

    /** Rules by the types they look at. */
    private List<RuleGroup> groups() {
        Map<List<String>, Map<String, Integer>> byTypes = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            List<String> types =
                    rule.patterns().stream().map(Rule.Pattern::type).toList();
            byTypes.computeIfAbsent(types, each -> new HashMap<>()).put(rule.id(), i);
        }
        List<RuleGroup> groups = new ArrayList<>();
        byTypes.forEach((types, ids) -> groups.add(new RuleGroup(types, ids)));
        return groups;
    }

    /** Lets a group speak where what it looks at is; a type that the matrix has no facts of is nowhere. */
    private void hear(RuleGroup group) {
        List<String> types = group.types();
        if (!types.stream().allMatch(type -> type.equals(PLACED) || places.containsKey(type))) return;
        List<Places> at = types.stream()
                .filter(type -> !type.equals(PLACED))
                .map(places::get)
                .map(Objects::requireNonNull)
                .toList();
        Meeting meeting = meeting(group);
        if (at.isEmpty()) sayings.addOfPlacements(meeting);
        else if (at.size() < types.size())
            sayings.addOfPlacements(meeting, at.get(0), types.get(0).equals(PLACED));
        else sayings.add(meeting, at);
    }

    private Meeting meeting(RuleGroup group) {
        List<Rule> speaking =
                rules.stream().filter(rule -> group.has(rule.id())).toList();
        List<String> types = group.types();
        FactClasses firsts = classes(types.get(0), speaking);
        boolean oneType = types.get(types.size() - 1).equals(types.get(0));
        return new Meeting(group, firsts, oneType ? firsts : classes(types.get(1), speaking), masks);
    }

    private FactClasses classes(String type, List<Rule> speaking) {
        Places there = places.get(type);
        Projection told = Projection.of(type, speaking);
        return there == null
                ? FactClasses.of(told, placements.distinct())
                : FactClasses.of(told, there.table().lists());
    }

    private int[] cells() {
        int[] byList = sayings.placementsSpeakAlone() ? triedByList() : new int[0];
        int[] cells = new int[docket.cells()];
        int cell = 0;
        for (int v = 0; v < docket.variants().size(); v++)
            for (int m = 0; m < docket.machines().size(); m++)
                for (int w = 0; w < docket.workers().size(); w++) {
                    int list = placements.listAt(cell);
                    int tried = byList.length > 0 ? byList[list] : tried(list, v, m, w);
                    cells[cell++] = verdicts.verdict(sayings.ofWhole(v, m, w), tried);
                }
        return cells;
    }

    private int[] triedByList() {
        int[] byList = new int[placements.lists().size()];
        for (int list = 0; list < byList.length; list++) byList[list] = tried(list, sayings::ofPlacement);
        return byList;
    }

    private int tried(int list, int variant, int machine, int worker) {
        return tried(list, placement -> sayings.ofPlacement(placement, variant, machine, worker));
    }

    private int tried(int list, IntUnaryOperator said) {
        List<Integer> heard =
                placements.lists().get(list).stream().map(said::applyAsInt).toList();
        return verdicts.tried(placements.names(list), heard);
    }
}

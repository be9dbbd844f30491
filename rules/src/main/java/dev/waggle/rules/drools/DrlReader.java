package dev.waggle.rules.drools;

import dev.waggle.rules.book.Place;
import dev.waggle.rules.book.RawRule;
import dev.waggle.rules.book.RawRule.Piece;
import dev.waggle.rules.book.RawRule.RawPattern;
import dev.waggle.rules.book.RuleError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.jspecify.annotations.Nullable;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * Reads DRL without running anything: the parser builds a tree, and only what is on the list here passes. What is not a
 * rule of one or two plain patterns is refused with its line, before any compiler sees it.
 */
public final class DrlReader {
    private static final String ANY_RULE = "rule \"ID title\" @message( \"…\" ) @since( \"…\" ) when … then … end";
    private static final String PATTERN = "one or two plain patterns: Fact( field operator value, … )";
    /** Drools begins its messages with a number of its own and the place. */
    private static final Pattern PREFIX = Pattern.compile("(?:\\[ERR \\d+] )?(?:Line (\\d+):(\\d+) )?(.*)");

    private final String file;
    private final String text;
    private final List<RuleError> errors;
    /** What the scanner saw and no pattern was made of yet. */
    private final Deque<DrlScanner.Fact> seen = new ArrayDeque<>();

    private RuleTexts texts = new RuleTexts("", "");

    private DrlReader(String file, String text, List<RuleError> errors) {
        this.file = file;
        this.text = text;
        this.errors = errors;
    }

    /** The rules of a file; what is wrong is added to the errors. */
    public static List<RawRule> read(String file, String text, List<RuleError> errors) {
        return new DrlReader(file, text, errors).rules();
    }

    private List<RawRule> rules() {
        DrlScanner.Scanned scanned = DrlScanner.scan(file, text, errors);
        if (scanned == null) return List.of();
        texts = new RuleTexts(text, scanned.text());
        seen.addAll(scanned.facts());
        PackageDescr parsed = parse(scanned.text());
        if (parsed == null) return List.of();
        int before = errors.size();
        checkNothingElse(parsed);
        if (parsed.getRules().isEmpty() && errors.size() == before) refuse(1, "no rules", ANY_RULE);
        return parsed.getRules().stream().map(this::rule).toList();
    }

    private @Nullable PackageDescr parse(String plain) {
        DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
        try {
            PackageDescr parsed = parser.parse(false, plain);
            if (!parser.hasErrors() && parsed != null) return parsed;
            parser.getErrors().forEach(this::refuse);
            if (parser.getErrors().isEmpty()) refuse(1, "no rules", ANY_RULE);
        } catch (DroolsParserException | RuntimeException | StackOverflowError e) {
            refuse(1, "something that can't be read as rules", ANY_RULE);
        }
        return null;
    }

    private void refuse(DroolsError error) {
        Matcher message = PREFIX.matcher(error.getMessage().lines().findFirst().orElse(""));
        String found = message.matches() ? message.group(3) : "";
        boolean placed = message.matches() && message.group(1) != null;
        int line = error.getLines().length > 0 && error.getLines()[0] > 0 ? error.getLines()[0] : 1;
        Place at = placed
                ? new Place(Integer.parseInt(message.group(1)), Integer.parseInt(message.group(2)) + 1)
                : new Place(line, 0);
        boolean broken = found.isBlank() || found.startsWith("unexpected exception");
        errors.add(RuleError.at(file, at, "", "not a rule: " + (broken ? "it ends in the middle" : found), ANY_RULE));
    }

    private void checkNothingElse(PackageDescr parsed) {
        refuseAll(parsed.getImports(), "an import");
        refuseAll(parsed.getFunctionImports(), "an import of a function");
        refuseAll(parsed.getAccumulateImports(), "an import");
        refuseAll(parsed.getFunctions(), "a function");
        refuseAll(parsed.getGlobals(), "a global");
        refuseAll(parsed.getAttributes(), "an attribute");
        refuseAll(parsed.getTypeDeclarations(), "a declaration");
        refuseAll(parsed.getEnumDeclarations(), "a declaration");
        refuseAll(List.copyOf(parsed.getEntryPointDeclarations()), "an entry point");
        refuseAll(List.copyOf(parsed.getWindowDeclarations()), "a window");
        if (parsed.getUnit() != null) refuse(1, "a unit", "rules only");
        if (!parsed.getNamespace().isEmpty())
            refuse(1, "a package", "rules only: the package is added when they are loaded");
    }

    private void refuseAll(List<? extends BaseDescr> found, String what) {
        for (BaseDescr one : found) refuse(one.getLine(), what, "rules only");
    }

    private RawRule rule(RuleDescr rule) {
        int line = rule.getLine();
        if (!rule.isRule()) refuse(line, "a query", "rules only");
        if (rule.getParentName() != null) refuse(line, "extends", "a rule stands alone");
        if (!rule.getNamedConsequences().isEmpty()) refuse(line, "a named consequence", "one consequence");
        rule.getAttributes()
                .values()
                .forEach(attribute -> refuse(
                        attribute.getLine(),
                        "the attribute '" + attribute.getName() + "'",
                        "no attributes: order must not matter"));
        return new RawRule(
                new Piece(rule.getName(), texts.placeOf("\"" + rule.getName(), rule, new Place(line, 0))),
                annotations(rule),
                patterns(rule),
                new Piece(String.valueOf(rule.getConsequence()), texts.placeOfThen(rule)),
                file,
                line,
                texts.source(rule));
    }

    private Map<String, Piece> annotations(RuleDescr rule) {
        Map<String, Piece> annotations = new LinkedHashMap<>();
        for (AnnotationDescr annotation : rule.getAnnotations()) {
            String name = annotation.getName();
            Place sign = texts.placeOf("@" + name, rule, new Place(rule.getLine(), 0));
            if (!name.equals("message") && !name.equals("since")) refuse(sign, "@" + name, "@message and @since");
            if (annotation.isDuplicated()) refuse(sign, "@" + name + " again", "each once");
            boolean one = annotation.getValueMap().size() == 1 && annotation.hasValue();
            String value = one && annotation.getValue() instanceof String text ? text : "";
            annotations.put(name, new Piece(value, value.isEmpty() ? sign : texts.placeOf(value.strip(), rule, sign)));
        }
        return annotations;
    }

    private List<RawPattern> patterns(RuleDescr rule) {
        List<RawPattern> patterns = new ArrayList<>();
        AndDescr all = rule.getLhs();
        for (BaseDescr one : all.getDescrs()) {
            if (one instanceof PatternDescr pattern && isPlain(pattern)) patterns.add(pattern(pattern));
            else refuse(lineOf(one, rule), wordFor(one), PATTERN);
        }
        return patterns;
    }

    private static boolean isPlain(PatternDescr pattern) {
        return pattern.getSource() == null
                && pattern.getBehaviors().isEmpty()
                && !pattern.isQuery()
                && !pattern.isUnification()
                && pattern.getObjectType() != null
                && pattern.getAnnotations().isEmpty();
    }

    private static String wordFor(BaseDescr one) {
        return one instanceof PatternDescr
                ? "a pattern with from, over or annotations"
                : one.getClass().getSimpleName().replace("Descr", "").toLowerCase(Locale.ROOT);
    }

    private RawPattern pattern(PatternDescr pattern) {
        DrlScanner.Fact fact = seen(pattern);
        Deque<Piece> parts = new ArrayDeque<>(fact.parts());
        List<Piece> constraints = new ArrayList<>();
        for (BaseDescr constraint : pattern.getConstraint().getDescrs()) {
            if (constraint instanceof ExprConstraintDescr expression
                    && expression.getType() == ExprConstraintDescr.Type.NAMED)
                constraints.add(piece(expression, lineOf(expression, pattern), parts.poll()));
            else refuse(lineOf(constraint, pattern), "a constraint of another kind", "field operator value");
        }
        String binding = pattern.getIdentifier();
        return new RawPattern(fact.type(), binding == null || binding.isEmpty() ? null : binding, constraints);
    }

    /** What the scanner saw of a pattern: both read from front to back. */
    private DrlScanner.Fact seen(PatternDescr pattern) {
        for (DrlScanner.Fact fact = seen.poll(); fact != null; fact = seen.poll())
            if (fact.type().text().equals(pattern.getObjectType())) return fact;
        return new DrlScanner.Fact(
                new Piece(pattern.getObjectType(), new Place(Math.max(1, pattern.getLine()), 0)), List.of());
    }

    /** A constraint as the parser read it; where the scanner saw the same, it is known to the column. */
    private static Piece piece(ExprConstraintDescr parsed, int line, @Nullable Piece seen) {
        String text = parsed.getExpression();
        if (seen != null && withoutBlanks(seen.text()).equals(withoutBlanks(text))) return seen;
        return new Piece(text, new Place(line, 0));
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static int lineOf(BaseDescr inner, BaseDescr outer) {
        return inner.getLine() > 0 ? inner.getLine() : outer.getLine();
    }

    private void refuse(int line, String found, String allowed) {
        refuse(new Place(Math.max(1, line), 0), found, allowed);
    }

    private void refuse(Place at, String found, String allowed) {
        errors.add(RuleError.at(file, at, "", found, allowed));
    }
}

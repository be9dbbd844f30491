package dev.waggle.rules.drools;

import dev.waggle.rules.book.RawRule;
import dev.waggle.rules.book.RawRule.RawConstraint;
import dev.waggle.rules.book.RawRule.RawPattern;
import dev.waggle.rules.book.RuleError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final int FILE_CHARACTERS = 64 * 1024;

    private final String file;
    private final String text;
    private final List<RuleError> errors;

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
        if (text.length() > FILE_CHARACTERS)
            return refuse(0, "a file of " + text.length() + " characters", FILE_CHARACTERS + " at most");
        int odd = firstOddCharacter();
        if (odd >= 0)
            return refuse(lineOf(odd), String.format("the character U+%04X", (int) text.charAt(odd)), "printable text");
        if (text.contains("\\")) return refuse(lineOf(text.indexOf('\\')), "a backslash", "no escapes");
        PackageDescr parsed = parse();
        if (parsed == null) return List.of();
        checkNothingElse(parsed);
        List<RawRule> rules = new ArrayList<>();
        for (RuleDescr rule : parsed.getRules()) rules.add(rule(rule));
        return rules;
    }

    /** Control characters, and those that make text look like what it isn't. */
    private int firstOddCharacter() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
            if (control || Character.getType(c) == Character.FORMAT) return i;
        }
        return -1;
    }

    private int lineOf(int index) {
        return (int) text.substring(0, index).chars().filter(c -> c == '\n').count() + 1;
    }

    private @Nullable PackageDescr parse() {
        DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
        try {
            PackageDescr parsed = parser.parse(false, text);
            if (!parser.hasErrors() && parsed != null) return parsed;
            for (DroolsError error : parser.getErrors()) {
                int line = error.getLines().length > 0 ? error.getLines()[0] : 0;
                refuse(line, "not a rule: " + firstLine(error.getMessage()), "");
            }
            if (parser.getErrors().isEmpty()) refuse(0, "no rules", "rules");
        } catch (DroolsParserException | RuntimeException e) {
            refuse(0, "not readable as rules: " + firstLine(String.valueOf(e.getMessage())), "rules");
        }
        return null;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
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
                rule.getName(),
                annotations(rule),
                patterns(rule),
                String.valueOf(rule.getConsequence()),
                file,
                line,
                source(rule));
    }

    private Map<String, String> annotations(RuleDescr rule) {
        Map<String, String> annotations = new LinkedHashMap<>();
        for (AnnotationDescr annotation : rule.getAnnotations()) {
            String name = annotation.getName();
            if (!name.equals("message") && !name.equals("since"))
                refuse(rule.getLine(), "@" + name, "@message and @since");
            annotations.put(name, String.valueOf(annotation.getValue()));
        }
        return annotations;
    }

    private List<RawPattern> patterns(RuleDescr rule) {
        List<RawPattern> patterns = new ArrayList<>();
        AndDescr all = rule.getLhs();
        for (BaseDescr one : all.getDescrs()) {
            if (one instanceof PatternDescr pattern && isPlain(pattern)) patterns.add(pattern(pattern));
            else refuse(one.getLine(), wordFor(one), "one or two plain patterns: Fact( field operator value, … )");
        }
        return patterns;
    }

    private static boolean isPlain(PatternDescr pattern) {
        return pattern.getSource() == null
                && pattern.getBehaviors().isEmpty()
                && !pattern.isQuery()
                && pattern.getAnnotations().isEmpty();
    }

    private static String wordFor(BaseDescr one) {
        return one instanceof PatternDescr
                ? "a pattern with from, over or annotations"
                : one.getClass().getSimpleName().replace("Descr", "").toLowerCase(Locale.ROOT);
    }

    private RawPattern pattern(PatternDescr pattern) {
        List<RawConstraint> constraints = new ArrayList<>();
        for (BaseDescr constraint : pattern.getConstraint().getDescrs()) {
            if (constraint instanceof ExprConstraintDescr expression)
                constraints.add(new RawConstraint(expression.getExpression(), lineOf(expression, pattern)));
            else refuse(constraint.getLine(), "a constraint of another kind", "field operator value");
        }
        String binding = pattern.getIdentifier();
        return new RawPattern(
                pattern.getObjectType(),
                binding == null || binding.isEmpty() ? null : binding,
                constraints,
                pattern.getLine());
    }

    private static int lineOf(BaseDescr inner, BaseDescr outer) {
        return inner.getLine() > 0 ? inner.getLine() : outer.getLine();
    }

    private String source(RuleDescr rule) {
        int start = rule.getStartCharacter();
        int end = rule.getEndCharacter();
        return start < 0 || end < start || end >= text.length() ? "" : text.substring(start, end + 1);
    }

    private List<RawRule> refuse(int line, String found, String allowed) {
        errors.add(new RuleError(file, line, "", found, allowed));
        return List.of();
    }
}

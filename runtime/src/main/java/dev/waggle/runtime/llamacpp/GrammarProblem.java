package dev.waggle.runtime.llamacpp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the library's grammar parser complains of, with the place it means and without quoting the grammar. */
final class GrammarProblem {
    private static final Pattern SAID = Pattern.compile("error parsing grammar: (.*)", Pattern.DOTALL);
    private static final String PLACE = " at ";

    private GrammarProblem() {}

    /**
     * A sentence without its end.
     *
     * @param said what the parser printed: a problem, the rest of the grammar from that place on, and the whole grammar
     * @param grammar the whole grammar
     * @param otherwise where it printed nothing
     */
    static String of(String said, String grammar, String otherwise) {
        Matcher found = SAID.matcher(said);
        if (!found.find()) {
            return otherwise.strip();
        }
        int end = found.group(1).lastIndexOf("\n\n" + grammar);
        String problem = end < 0
                ? found.group(1).lines().findFirst().orElse("")
                : found.group(1).substring(0, end);
        int at = problem.indexOf(PLACE);
        int offset = at < 0 ? -1 : grammar.length() - problem.length() + at + PLACE.length();
        if (offset < 0) {
            return problem.strip();
        }
        String before = grammar.substring(0, offset);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return problem.substring(0, at) + " at line " + line + ", column " + (offset - before.lastIndexOf('\n'));
    }
}

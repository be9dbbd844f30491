package dev.waggle.server.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of one rule.
 *
 * @param severity its id, for the colour
 * @param means the severity in words
 * @param words when it fires, in plain English
 * @param message its sentence, with its fields as pieces of their own
 * @param example the sentence with the values of a case; null where it has none
 * @param source its text
 * @param facts what it reads
 * @param cases by what must happen
 * @param cells where it speaks; null while nobody has counted
 * @param history the versions that changed it, newest first
 */
record RuleView(
        Page page,
        Standing standing,
        String id,
        String title,
        String concern,
        String severity,
        String means,
        String words,
        List<Piece> message,
        @Nullable Example example,
        String since,
        String file,
        int line,
        List<Piece> source,
        List<FactRow> facts,
        List<CaseTable> cases,
        @Nullable Cells cells,
        List<Past> history) {
    RuleView {
        message = List.copyOf(message);
        source = List.copyOf(source);
        facts = List.copyOf(facts);
        cases = List.copyOf(cases);
        history = List.copyOf(history);
    }

    /** A piece of text and the class that colours it, which may be empty. */
    record Piece(String css, String text) {}

    /** A sentence and the case that its values are of. */
    record Example(String sentence, String of) {}

    /**
     * A field that the rule reads.
     *
     * @param meaning what it is
     * @param more what else is worth knowing, its unit, where it comes from; may be empty
     * @param use what for
     */
    record FactRow(String type, String field, String meaning, String more, String use) {}

    /** Cases of which the same must happen. */
    record CaseTable(String title, String css, List<String> fields, List<CaseRow> rows) {
        CaseTable {
            fields = List.copyOf(fields);
            rows = List.copyOf(rows);
        }
    }

    /** A case; a value for each field of its table. */
    record CaseRow(String name, List<CaseValue> values) {
        CaseRow {
            values = List.copyOf(values);
        }
    }

    /** A value as cases write it, and beside it as people read it where that differs; {@code unknown} where it has none. */
    record CaseValue(String text, String beside, boolean unknown) {}

    /**
     * Where it speaks.
     *
     * @param speaks in how many verdicts
     * @param decides of how many of them it is a reason
     * @param all how many verdicts there are
     * @param machines machines where it speaks, the most often first
     * @param workers workers of which it speaks, the most often first
     * @param links some of them
     */
    record Cells(int speaks, int decides, int all, List<Part> machines, List<Part> workers, List<CellLink> links) {
        Cells {
            machines = List.copyOf(machines);
            workers = List.copyOf(workers);
            links = List.copyOf(links);
        }
    }

    /** A machine or worker; {@code width} compares it with the one that has the most. */
    record Part(String name, int cells, String width) {}

    /** A verdict in which it speaks; {@code decides} where it is a reason for it. */
    record CellLink(String href, String model, String worker, String machine, Shown shown, boolean decides) {}

    /** A version that changed the rule. */
    record Past(int number, String when, String author, String note, String what, List<DiffLine> lines) {
        Past {
            lines = List.copyOf(lines);
        }
    }
}

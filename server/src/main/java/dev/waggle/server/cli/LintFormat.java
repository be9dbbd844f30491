package dev.waggle.server.cli;

import dev.waggle.rules.book.LintReport;
import dev.waggle.rules.book.RuleError;
import dev.waggle.server.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms in which a linter's findings are printed; their names are what {@code --format} takes. */
enum LintFormat {
    /** A line each, as compilers print it: editors jump to the place. */
    text {
        @Override
        void print(LintReport report, String folder, PrintWriter out) {
            report.errors().forEach(each -> out.println(line(each, folder, "")));
            report.warnings().forEach(each -> out.println(line(each, folder, "warning: ")));
        }
    },
    /** A list of objects. */
    json {
        @Override
        void print(LintReport report, String folder, PrintWriter out) {
            List<Map<String, Object>> all = new ArrayList<>();
            report.errors().forEach(each -> all.add(fields(each, folder, "error")));
            report.warnings().forEach(each -> all.add(fields(each, folder, "warning")));
            out.println(Json.pretty(all));
        }
    },
    /** Commands that GitHub's workflows turn into annotations of the changed lines. */
    github {
        @Override
        void print(LintReport report, String folder, PrintWriter out) {
            report.errors().forEach(each -> out.println(annotation(each, folder, "error")));
            report.warnings().forEach(each -> out.println(annotation(each, folder, "warning")));
        }
    };

    /**
     * Prints findings.
     *
     * @param folder the book's, as it was given; "" for the shipped one
     */
    abstract void print(LintReport report, String folder, PrintWriter out);

    private static String file(RuleError error, String folder) {
        return folder.isEmpty() ? error.file() : folder.replace('\\', '/') + "/" + error.file();
    }

    private static String line(RuleError error, String folder, String level) {
        return file(error, folder) + error.where().substring(error.file().length()) + ": " + level + error.message();
    }

    private static Map<String, Object> fields(RuleError error, String folder, String level) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("level", level);
        fields.put("file", file(error, folder));
        fields.put("line", error.line());
        fields.put("column", error.column());
        fields.put("rule", error.rule());
        fields.put("found", error.found());
        fields.put("allowed", error.allowed());
        fields.put("suggestion", error.suggestion());
        return fields;
    }

    private static String annotation(RuleError error, String folder, String level) {
        String place = "file=" + property(file(error, folder));
        if (error.line() > 0) place += ",line=" + error.line();
        if (error.column() > 0) place += ",col=" + error.column();
        return "::" + level + " " + place + "::" + data(error.message());
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}

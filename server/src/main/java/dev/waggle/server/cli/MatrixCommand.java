package dev.waggle.server.cli;

import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Outcome;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.server.app.Matrix;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.json.Json;
import dev.waggle.server.json.MatrixForm;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints models × workers for one machine. */
@Command(
        name = "matrix",
        description = "Print which worker runs which model on a machine; of each model the variant that is best there.",
        mixinStandardHelpOptions = true)
final class MatrixCommand implements Callable<Integer> {
    enum Format {
        json,
        csv
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--machine",
            paramLabel = "NAME|FILE|local",
            defaultValue = Waggle.LOCAL,
            description = "A named machine, a machine file, or this one (default).")
    private String machine = Waggle.LOCAL;

    @Option(names = "--format", paramLabel = "json|csv", description = "Print JSON or CSV instead of a table.")
    private @Nullable Format format;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws UnknownIdException {
        Waggle waggle = app.waggle();
        Matrix matrix = waggle.matrix(Places.of(waggle, machine), true);
        PrintWriter out = spec.commandLine().getOut();
        String ruleSet = waggle.judge().rules().book().hash();
        if (json || format == Format.json)
            out.println(Json.pretty(
                    MatrixForm.json(matrix, ruleSet, waggle.catalog().hash())));
        else if (format == Format.csv) out.print(MatrixForm.csv(matrix));
        else out.print(table(matrix));
        out.flush();
        return ExitCode.YES;
    }

    private static String table(Matrix matrix) {
        StringBuilder text =
                new StringBuilder("On " + matrix.machine() + ": ✓ runs, ! with caveats, ? unknown, · cannot\n\n");
        List<String> headings = new ArrayList<>(List.of("model"));
        for (int column = 1; column <= matrix.workers().size(); column++) headings.add(String.valueOf(column));
        headings.add("recommended");
        Table table = new Table(100, headings.toArray(String[]::new));
        for (Matrix.Row row : matrix.rows()) table.row(cells(matrix, row).toArray(String[]::new));
        text.append(table).append('\n');
        int number = 1;
        for (WorkerEntry worker : matrix.workers())
            text.append(String.format(Locale.ROOT, "%3d %s%n", number++, worker.id()));
        return text.toString();
    }

    private static List<String> cells(Matrix matrix, Matrix.Row row) {
        List<String> cells = new ArrayList<>(List.of(row.model().id()));
        for (WorkerEntry worker : matrix.workers()) {
            Verdict verdict = row.cells().get(worker.id());
            cells.add(verdict == null ? "" : mark(verdict.outcome()));
        }
        cells.add(row.recommended()
                .map(best -> best.variant() + " with " + best.worker().id())
                .orElse("nothing runs it"));
        return cells;
    }

    private static String mark(Outcome outcome) {
        return List.of("✓", "!", "?", "·").get(outcome.rank());
    }
}

package dev.waggle.server.cli;

import dev.waggle.rules.book.PlainWords;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.json.Json;
import dev.waggle.server.json.RuleJson;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about rules. */
@Command(
        name = "rules",
        description = "Look at the rules, and check them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RulesLintCommand.class,
            RulesTestCommand.class,
            RulesDiffCommand.class,
            RulesDocsCommand.class,
            RulesNewCommand.class,
            RulesCopyCommand.class
        })
final class RulesCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", description = "List the rules.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print JSON.") boolean json, @Mixin AppOptions app) {
        RuleBook book = app.book();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(book.rules().stream().map(RuleJson::of).toList()));
        } else {
            Table table = new Table(100, "rule", "severity", "concern", "what it says");
            for (Rule rule : book.rules()) table.row(rule.id(), rule.severity().id(), rule.concern(), rule.title());
            out.print(table);
        }
        out.flush();
        return ExitCode.YES;
    }

    @Command(name = "show", description = "Print a rule and its cases.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "Print JSON.") boolean json,
            @Mixin AppOptions app)
            throws UnknownIdException {
        RuleBook book = app.book();
        Rule rule = book.rule(id)
                .orElseThrow(() -> new UnknownIdException(
                        "rule", id, book.rules().stream().map(Rule::id).toList()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(RuleJson.of(rule)));
        } else {
            out.println(rule.source() + "\n");
            out.println(PlainWords.of(rule) + "\n");
            out.println("From " + rule.file() + ", line " + rule.line() + ", since " + rule.since() + ". Cases:");
            for (RuleCase each : book.cases())
                if (each.rule().equals(id))
                    out.println("  " + each.expected().name().toLowerCase(Locale.ROOT) + ": " + each.name());
        }
        out.flush();
        return ExitCode.YES;
    }
}

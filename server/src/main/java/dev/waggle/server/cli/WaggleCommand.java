package dev.waggle.server.cli;

import dev.waggle.models.io.ModelFileException;
import dev.waggle.server.app.UnknownIdException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code waggle}, whose subcommands do the work. */
@Command(
        name = "waggle",
        description = "Which inference worker can run which model on which machine, how well, and why.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            CheckCommand.class,
            MatrixCommand.class,
            ModelsCommand.class,
            WorkersCommand.class,
            MachinesCommand.class,
            HardwareCommand.class,
            RulesCommand.class,
            FitCommand.class,
            RunCommand.class,
            DemoModelCommand.class
        })
public final class WaggleCommand {
    private WaggleCommand() {}

    /** Runs one command line and returns its exit code; answers go to {@code out}, everything about them to {@code err}. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new WaggleCommand());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> explain(e, command.getErr()));
        return line.execute(arguments);
    }

    private static int explain(Exception e, PrintWriter err) throws Exception {
        if (e instanceof CommandFailure failure) {
            err.println("waggle: " + failure.getMessage());
            return failure.exitCode();
        }
        if (e instanceof UnknownIdException unknown) {
            err.println("waggle: " + unknown.getMessage());
            return ExitCode.BAD_INPUT;
        }
        if (e instanceof ModelFileException bad) {
            err.println("waggle: " + bad.getMessage());
            return ExitCode.BAD_INPUT;
        }
        err.println("waggle: this is a fault of Waggle itself; please report it with the lines below.");
        e.printStackTrace(err);
        return ExitCode.FAULT;
    }
}

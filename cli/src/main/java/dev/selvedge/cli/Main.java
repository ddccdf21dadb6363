package dev.selvedge.cli;

import dev.selvedge.core.UserException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 done, 1 done with refusals, 2 could not be done, 3 nothing to run it with. */
@Command(
        name = "selvedge",
        mixinStandardHelpOptions = true,
        version = "selvedge 0.1.0",
        description = "Grows small models that orchestrate your tools.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {"", "Begin with: selvedge demo"},
        subcommands = {
            DemoCommand.class,
            Convert.class,
            Dedup.class,
            ClusterCommand.class,
            Collect.class,
            DocumentsCommand.class,
            Equal.class,
            RunCommand.class,
            Train.class,
            Export.class,
            DataCommand.class,
            Quantize.class,
            Orchestrate.class,
            Show.class,
            Check.class,
            CatalogCommand.class,
            DeviceCommand.class,
            JudgeCommand.class,
            EvalCommand.class,
            Compare.class,
            MergeCommand.class,
            ServeCommand.class,
            Doctor.class
        })
public final class Main implements Runnable {
    static final int REFUSED = 1;
    static final int FAILED = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((e, line, result) -> tell(e, line.getErr()))
                .setExitCodeExceptionMapper(e -> FAILED);
    }

    /** A user sees a sentence; a stack trace only where it is our mistake. */
    private static int tell(Exception e, PrintWriter err) {
        if (e instanceof UserException) {
            err.println(e.getMessage());
        } else if (e instanceof InterruptedException) {
            err.println("Interrupted; what was finished is kept.");
        } else {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            err.println("This is a mistake in Selvedge, please report it with these lines:");
            err.print(trace);
        }
        err.flush();
        return FAILED;
    }

    @Override
    public void run() {
        commandLine().usage(System.out);
    }
}

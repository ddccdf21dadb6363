package dev.selvedge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "selvedge",
        mixinStandardHelpOptions = true,
        version = "selvedge 0.1.0",
        description = "Grows small models that orchestrate your tools.",
        subcommands = {Doctor.class})
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }
}

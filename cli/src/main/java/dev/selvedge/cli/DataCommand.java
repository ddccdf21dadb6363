package dev.selvedge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Training data in the forms of other trainers. */
@Command(
        name = "data",
        description = "Training data in the forms of other trainers: written with export, read with import.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "export|import",
        subcommands = {DataExport.class, DataImport.class})
final class DataCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do with the data: export or import.");
    }
}

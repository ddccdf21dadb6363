package dev.selvedge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Work with catalogues of actions. */
@Command(
        name = "catalog",
        description = "Searches, shows and imports catalogues of actions.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "search|show|import",
        subcommands = {CatalogSearch.class, CatalogShow.class, CatalogFiles.class})
final class CatalogCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do with the catalogue: search, show or import.");
    }
}

package dev.selvedge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures of what models write. */
@Command(
        name = "eval",
        description = "Measures what models write.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        subcommands = {EvalRun.class, EvalCodeBleu.class, EvalOrchestrate.class, EvalPlan.class})
final class EvalCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}

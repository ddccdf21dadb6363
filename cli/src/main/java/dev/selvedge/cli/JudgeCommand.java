package dev.selvedge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Judging of what agents did, step by step. */
@Command(
        name = "judge",
        description = "Judges what agents did, step by step.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        subcommands = {JudgeRunCommand.class, JudgeScore.class, JudgeSelect.class})
final class JudgeCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}

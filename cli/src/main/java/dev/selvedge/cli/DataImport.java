package dev.selvedge.cli;

import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.synth.export.DataFile;
import dev.selvedge.synth.export.Form;
import dev.selvedge.synth.export.RowImport;
import dev.selvedge.synth.export.SampleImport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rows of another form as conversations to train on. */
@Command(
        name = "import",
        description = {
            "Reads training data of another form as conversations, which 'selvedge train' takes.",
            "Rows that are damaged are refused, counted and kept in FILE.rejected.jsonl."
        },
        mixinStandardHelpOptions = true)
final class DataImport implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "A file of rows (JSON Lines, a JSON array, Parquet), or a folder with dataset_info.json.")
    private Path in = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "FORM",
            description = DataOptions.FORMS + " Without it the form is told by the first row.")
    private @Nullable String from;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The JSON Lines to be written.")
    private Path out = Path.of("");

    @Option(
            names = "--samples",
            description =
                    "Records of WorkflowBench become samples: their code as workflows of our dialect, with plan and"
                            + " query.")
    private boolean samples;

    @Mixin
    private DataOptions options = new DataOptions();

    @Override
    public Integer call() throws Exception {
        Form wanted = from == null ? null : Form.named(from);
        DataFile file = DataFile.of(in, wanted, options.nameIfGiven());
        if (samples && file.form() != Form.WORKFLOWBENCH) {
            throw new UserException("--samples is for records of WorkflowBench, and " + file.path() + " is "
                    + file.form().label() + ".");
        }
        if (!options.json()) {
            System.err.println(file.path() + " is read as " + file.form().label() + ".");
        }
        try (Stream<Line> lines = file.lines()) {
            return options.transfer(
                    Form.CHAT, out, lines, samples ? new SampleImport() : new RowImport(file.form(), options.limit()));
        }
    }
}

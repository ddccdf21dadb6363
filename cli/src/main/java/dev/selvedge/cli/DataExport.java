package dev.selvedge.cli;

import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.synth.Split;
import dev.selvedge.synth.export.DataFile;
import dev.selvedge.synth.export.Form;
import dev.selvedge.synth.export.Rendering;
import dev.selvedge.synth.export.RowExport;
import dev.selvedge.synth.export.RunRows;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rows of a run, or of a file, in another form. */
@Command(
        name = "export",
        description = {
            "Writes training data in another form: samples and rows of a run, or conversations of a file.",
            "Rows that the form cannot hold are refused, counted and kept in OUT.rejected.jsonl; nothing is cut."
        },
        mixinStandardHelpOptions = true)
final class DataExport implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "A run directory, or a file of samples, rows or conversations (JSON Lines, a JSON array,"
                    + " Parquet).")
    private Path in = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "FORM", description = DataOptions.FORMS)
    private String to = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "The file, or for LLaMA-Factory the folder, to be written.")
    private Path out = Path.of("");

    @Option(names = "--stage", paramLabel = "NAME", description = "The stage of the run; default rows.")
    private @Nullable String stage;

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "Of samples and rows of a run: training, unseen-questions, unseen-actions or all; default"
                    + " ${DEFAULT-VALUE}.")
    private String part = "training";

    @Option(
            names = "--paper",
            description = "Samples become rows as in WorkflowLLM's paper: every action's document, Thought and Code.")
    private boolean paper;

    @Option(names = "--no-plan", description = "Samples become rows whose answer is the code alone.")
    private boolean noPlan;

    @Option(names = "--comments", description = "Samples become rows with commented code.")
    private boolean comments;

    @Mixin
    private DataOptions options = new DataOptions();

    @Override
    public Integer call() throws Exception {
        Form form = Form.named(to);
        if (paper && (noPlan || comments)) {
            throw new UserException("--paper has plan and comments always; leave out --no-plan and --comments.");
        }
        Rendering rendering = paper ? Rendering.PAPER : new Rendering(false, !noPlan, comments);
        RowExport work = new RowExport(form, rendering, part(), options.limit());
        Path file = RunRows.isRun(in) ? RunRows.of(in, stage) : in;
        if (stage != null && file == in) {
            throw new UserException("--stage names a stage of a run, and " + in + " is none.");
        }
        try (Stream<Line> lines = DataFile.rows(file)) {
            return options.transfer(form, out, lines, work);
        }
    }

    private Split.@Nullable Part part() {
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "all" -> null;
            case "training" -> Split.Part.TRAINING;
            case "unseen-questions" -> Split.Part.UNSEEN_QUESTIONS;
            case "unseen-actions" -> Split.Part.UNSEEN_ACTIONS;
            case String other ->
                throw new UserException("There is no part " + other
                        + "; the parts are training, unseen-questions, unseen-actions and all.");
        };
    }
}

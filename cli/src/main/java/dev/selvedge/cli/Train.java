package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Run;
import dev.selvedge.recipes.FineTuning;
import dev.selvedge.recipes.FineTuningReport;
import dev.selvedge.recipes.FineTuningSettings;
import dev.selvedge.recipes.Overrides;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Fine-tuning of a model on conversations. */
@Command(
        name = "train",
        description = {
            "Trains a model on conversations, and measures it before and after. Resumes where it stopped.",
            "Rows are JSON lines: messages, or prompt and completion, or prompt, chosen and rejected; tools may stand"
                    + " beside them."
        },
        mixinStandardHelpOptions = true)
final class Train implements Callable<Integer> {
    private static final int TERNARY_GROUP = 64;
    private static final Path DEFAULT_OUT = Path.of("selvedge-out", FineTuning.NAME);

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model directory in the Hugging Face layout.")
    private Path model = Path.of("");

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "DATA", description = "JSON Lines files of rows.")
    private List<Path> data = new ArrayList<>();

    @Option(
            names = "--evaluation",
            paramLabel = "FILE",
            description = "Rows to measure with; without it a share of the data is held out. May be repeated.")
    private List<Path> evaluation = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory; default ${DEFAULT-VALUE}.")
    private Path out = DEFAULT_OUT;

    @Option(names = "--epochs", paramLabel = "N", description = "How often every row is seen; default 3.")
    private String epochs = "";

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps, in place of epochs.")
    private String steps = "";

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "Peak of the learning rate; default 2e-5, of an adapter 2e-4.")
    private String learningRate = "";

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            description = "supervised, or dpo, ipo or simpo for rows with chosen and rejected; default supervised.")
    private String objective = "";

    @Option(
            names = "--lora",
            paramLabel = "RANK",
            description = "Trains a low-rank adapter of this rank and keeps the weights; the model has it folded in.")
    private String rank = "";

    @Option(
            names = "--ternary",
            description = "Weights of the blocks learn to be -1, 0 or 1 times a scale of 64 weights.")
    private boolean ternary;

    @Option(names = "--bf16", description = "Computes linear maps in bfloat16; weights stay in float32.")
    private boolean bfloat16;

    @Option(
            names = "--recompute",
            description = "Computes blocks twice and keeps less between: less memory, a third more time.")
    private boolean recompute;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Changes a setting; 'selvedge show train' lists them. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--dry-run", description = "Prints the recipe with every setting, and does nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints the outcome as one JSON value.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        FineTuningSettings chosen = Overrides.apply(FineTuningSettings.defaults(), assignments());
        check();
        FineTuning training = FineTuning.of(chosen, new FineTuning.Inputs(model, data, evaluation));
        if (dryRun) {
            System.out.println(Json.pretty(training.recipe().print()));
            return 0;
        }
        try (Run run = Run.open(out, training.recipe())) {
            run.execute();
            FineTuningReport report = FineTuningReport.of(run, training, chosen.seed());
            report.report(run, training).write(out);
            Path made = run.result(training.training()).file(FineTuning.MODEL);
            if (out.equals(DEFAULT_OUT)) {
                LastModel.remember(made);
            }
            if (json) {
                ObjectNode told = (ObjectNode) Json.tree(report);
                System.out.println(Json.write(told.put("model", made.toString())));
            } else {
                System.out.println(report.sentence());
                System.out.println("Model: " + made);
                System.out.println("Report: " + out.resolve("report.html"));
            }
        }
        return 0;
    }

    private List<String> assignments() {
        List<String> all = new ArrayList<>();
        if (!steps.isEmpty()) {
            all.add("epochs=0");
            all.add("training.steps=" + steps);
        }
        if (!epochs.isEmpty()) {
            all.add("epochs=" + epochs);
        }
        if (!learningRate.isEmpty()) {
            all.add("training.learningRate.peak=" + learningRate);
        }
        if (!objective.isEmpty()) {
            all.add("objective=" + objective.toUpperCase(Locale.ROOT));
        }
        if (!rank.isEmpty()) {
            all.add("adapter.rank=" + rank);
            if (learningRate.isEmpty()) {
                all.add("training.learningRate.peak=2e-4");
            }
        }
        if (ternary) {
            all.add("ternaryGroup=" + TERNARY_GROUP);
        }
        if (bfloat16) {
            all.add("training.computation.arithmetic=BFLOAT16");
        }
        if (recompute) {
            all.add("training.computation.recomputesBlocks=true");
        }
        all.addAll(settings);
        return all;
    }

    private void check() {
        List<String> problems = new ArrayList<>();
        if (!Files.isRegularFile(model.resolve("config.json"))) {
            problems.add(model + " is not a model directory: it has no config.json.");
        }
        for (Path file : data) {
            if (!Files.isRegularFile(file)) {
                problems.add("There is no file " + file + " with rows to learn from.");
            }
        }
        for (Path file : evaluation) {
            if (!Files.isRegularFile(file)) {
                problems.add("There is no file " + file + " with rows to measure with.");
            }
        }
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
    }
}

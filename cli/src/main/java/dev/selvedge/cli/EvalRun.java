package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Run;
import dev.selvedge.eval.InContext;
import dev.selvedge.eval.PassJudge;
import dev.selvedge.eval.report.Report;
import dev.selvedge.recipes.EvaluationRun;
import dev.selvedge.recipes.EvaluationRunReport;
import dev.selvedge.recipes.PolicyName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks systems the same questions and puts them into one table. */
@Command(
        name = "run",
        description = {
            "Puts the same questions to one or more models, grades their code, and reports all in one table. Resumes"
                    + " where it stopped.",
            "TASKS is a run directory of demo or workflowbench (its test questions), or JSON Lines with \"query\","
                    + " \"actions\" and \"code\" (\"id\", \"cluster\", \"split\" and \"plan\" where known). Lines of the"
                    + " split \"training\" are the examples that models may be shown and that retrieval copies.",
            "Writes report.html, report.md and report.json to DIR."
        },
        mixinStandardHelpOptions = true)
final class EvalRun implements Callable<Integer> {
    private static final EvaluationRun.Settings STANDARD = EvaluationRun.Settings.STANDARD;
    private static final String RETRIEVAL = "retrieval";

    @Parameters(paramLabel = "TASKS", description = "Run directory, or file of tasks.")
    private Path tasks = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "NAME",
            required = true,
            description = "endpoint:URL#MODEL, local:DIR, scripted:FILE, or retrieval (copies the nearest example). May"
                    + " be repeated.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--judge", paramLabel = "NAME", description = "A policy that says whether an answer is right.")
    private @Nullable String judge;

    @Option(names = "--votes", paramLabel = "K", description = "Asks the judge so often; the majority counts.")
    private int votes = 1;

    @Option(
            names = "--examples",
            paramLabel = "K",
            description = "Shows each model so many examples before the question; 0,1,3 makes a row of each. Default"
                    + " ${DEFAULT-VALUE}.")
    private String examples = "0";

    @Option(
            names = "--examples-by",
            paramLabel = "HOW",
            description = "retrieved (those nearest to the question) or fixed; default ${DEFAULT-VALUE}.")
    private String choice = "retrieved";

    @Option(
            names = "--baseline",
            paramLabel = "SYSTEM",
            description = "The system of the table that the others are compared with; default: the last one.")
    private String baseline = "";

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("selvedge-out", EvaluationRun.NAME);

    @Option(names = "--scenarios", paramLabel = "N", description = "Devices to compare on; default ${DEFAULT-VALUE}.")
    private int scenarios = STANDARD.scenarios();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens of an answer; default ${DEFAULT-VALUE}.")
    private int maxTokens = STANDARD.maxTokens();

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N questions of each split.")
    private int limit;

    @Option(names = "--seed", paramLabel = "N", description = "Of what is drawn; default ${DEFAULT-VALUE}.")
    private long seed = STANDARD.seed();

    @Option(
            names = "--give-up",
            description = "Leaves unscored what is out of reach, instead of asking for it in the next run.")
    private boolean giveUp;

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Option(names = "--dry-run", description = "Prints the recipe with every setting, and does nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints report.json instead of the table.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        endpoints.seconds();
        if (!Files.exists(tasks)) {
            throw new UserException("There is no run directory or file of tasks at " + tasks + ".");
        }
        EvaluationRun.Settings settings = settings();
        List<EvaluationRun.Asked> systems = models.stream()
                .filter(name -> !name.equals(RETRIEVAL))
                .map(this::asked)
                .toList();
        EvaluationRun.Asked judging = judge == null ? null : asked(judge);
        EvaluationRun evaluation = EvaluationRun.of(tasks, systems, judging, settings);
        if (dryRun) {
            System.out.println(Json.pretty(evaluation.recipe().print()));
            return 0;
        }
        try (Run run = Run.open(out, evaluation.recipe())) {
            run.execute();
            Report report = EvaluationRunReport.of(
                    run, evaluation, settings, baseline, judging == null ? null : judging.name());
            report.write(out);
            if (json) {
                System.out.print(report.toJson());
            } else {
                System.out.println(report.scoreboard().toText());
                System.out.println("Report: " + out.resolve("report.html"));
            }
            return run.result(evaluation.tasks()).summary().rejectedItems() > 0 ? Main.REFUSED : 0;
        }
    }

    private EvaluationRun.Settings settings() {
        InContext.Choice how = Arrays.stream(InContext.Choice.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(choice))
                .findFirst()
                .orElseThrow(() -> new UserException("--examples-by is retrieved or fixed, not '" + choice + "'."));
        if (votes < 1 || scenarios < 1 || maxTokens < 1 || limit < 0) {
            throw new UserException("--votes, --scenarios and --max-tokens are at least 1, and --limit is at least 0.");
        }
        PassJudge.Settings usual = STANDARD.judging();
        return new EvaluationRun.Settings(
                shown(),
                how,
                scenarios,
                maxTokens,
                limit,
                models.contains(RETRIEVAL),
                new PassJudge.Settings(votes, usual.attempts(), votes > 1 ? 0.7 : 0, usual.maxTokens(), seed),
                seed,
                giveUp);
    }

    private List<Integer> shown() {
        try {
            List<Integer> numbers = Arrays.stream(examples.split(",", -1))
                    .map(String::strip)
                    .map(Integer::valueOf)
                    .distinct()
                    .toList();
            if (numbers.stream().allMatch(k -> k >= 0 && k <= 64)) {
                return numbers;
            }
        } catch (NumberFormatException e) {
            throw new UserException(wrongExamples(), e);
        }
        throw new UserException(wrongExamples());
    }

    private String wrongExamples() {
        return "--examples is a number from 0 to 64, or several joined by commas, not '" + examples + "'.";
    }

    private EvaluationRun.Asked asked(String name) {
        return EvaluationRun.Asked.of(PolicyName.parse(name), endpoints.keyVariable(), endpoints.seconds());
    }
}

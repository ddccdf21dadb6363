package dev.selvedge.cli;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.run.Run;
import dev.selvedge.judge.LabelledTrajectory;
import dev.selvedge.judge.ask.JudgeSettings;
import dev.selvedge.judge.ask.Judging;
import dev.selvedge.judge.ask.PolicyJudge;
import dev.selvedge.recipes.PolicyName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Lets judges label the steps of trajectories. */
@Command(
        name = "run",
        description = {
            "Lets one or more policies judge every step of trajectories. Resumes where it stopped.",
            "Writes the published form of predictions, which 'judge score' reads, to DIR/predictions."
        },
        mixinStandardHelpOptions = true)
final class JudgeRunCommand implements Callable<Integer> {
    private static final JudgeSettings STANDARD = JudgeSettings.STANDARD;

    @Option(
            names = "--trajectories",
            paramLabel = "PATH",
            required = true,
            description = "File or folder of trajectories.")
    private Path trajectories = Path.of("");

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            required = true,
            description =
                    "The judge: endpoint:URL#MODEL, local:DIR or scripted:FILE. Several judges vote with each other.")
    private List<String> policies = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Run directory.")
    private Path out = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the judge in the predictions; default: the models'.")
    private String name = "";

    @Option(names = "--votes", paramLabel = "K", description = "Asks each judge so many times and takes the majority.")
    private int votes = STANDARD.votes();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "propagating (mistakes count again where later steps rest on them) or independent; default"
                    + " ${DEFAULT-VALUE}.")
    private String mode = STANDARD.mode();

    @Option(
            names = "--budget-tokens",
            paramLabel = "N",
            description = "Most tokens of a prompt; longer trajectories are shown shortened or in windows. Default"
                    + " ${DEFAULT-VALUE}.")
    private int budgetTokens = STANDARD.budgetTokens();

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens of a reply; default ${DEFAULT-VALUE}.")
    private int maxTokens = STANDARD.maxTokens();

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "Most requests for one answer; default ${DEFAULT-VALUE}.")
    private int attempts = STANDARD.attempts();

    @Option(names = "--temperature", paramLabel = "T", description = "Default 0, and 0.7 with several votes.")
    private @Nullable Double temperature;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the sampling; default ${DEFAULT-VALUE}.")
    private long seed = STANDARD.seed();

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N trajectories.")
    private int limit;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description = "propagate-errors: all steps after a wrong one are wrong.")
    private String rule = "";

    @Option(
            names = "--give-up",
            description = "Leaves steps unscored where the judge is out of reach, instead of asking in the next run.")
    private boolean giveUp;

    @Mixin
    private EndpointOptions endpoints = new EndpointOptions();

    @Option(names = "--dry-run", description = "Prints the recipe and what would be asked, and does nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        double chosen = temperature != null ? temperature : votes > 1 ? 0.7 : 0;
        JudgeSettings asking = new JudgeSettings(
                mode, votes, attempts, chosen, STANDARD.topP(), maxTokens, budgetTokens, seed, giveUp);
        double seconds = endpoints.seconds();
        List<PolicyName> named = policies.stream().map(PolicyName::parse).toList();
        String judge = name.isEmpty()
                ? named.stream().map(PolicyName::label).distinct().collect(Collectors.joining("+"))
                : name;
        String key = endpoints.keyVariable();
        List<Judging.Juror> jurors = named.stream()
                .map(policy -> new Judging.Juror(policy.identity(), journal -> policy.open(key, seconds, journal)))
                .toList();
        int concurrency = named.stream().mapToInt(PolicyName::concurrency).max().orElse(1);
        Judging judging =
                Judging.of(trajectories, jurors, new Judging.Settings(judge, asking, limit, rule), concurrency);
        if (dryRun) {
            System.out.println(Json.pretty(plan(judging, asking, jurors.size())));
            return 0;
        }
        try (Run run = Run.open(out, judging.recipe())) {
            run.execute();
            return tell(judging, run);
        }
    }

    private ObjectNode plan(Judging judging, JudgeSettings asking, int jurors) {
        long[] counts = new long[4];
        try (Stream<LabelledTrajectory> all = Judging.limited(trajectories, limit)) {
            all.forEach(trajectory -> {
                PolicyJudge.Cost one = PolicyJudge.cost(trajectory, asking);
                counts[0]++;
                counts[1] += trajectory.stepIndices().size();
                counts[2] += (long) one.prompts() * votes * jurors;
                counts[3] += one.tokens() * votes * jurors;
            });
        }
        ObjectNode plan = Json.object();
        plan.set("recipe", Json.tree(judging.recipe().print()));
        plan.put("trajectories", counts[0]).put("steps", counts[1]);
        plan.put("prompts", counts[2]).put("promptTokensEstimated", counts[3]);
        return plan;
    }

    private int tell(Judging judging, Run run) {
        Judging.Summary summary = judging.summary(run);
        List<Path> files = judging.publish(run);
        ObjectNode report = (ObjectNode) Json.tree(summary);
        files.forEach(file -> report.withArrayProperty("predictions").add(file.toString()));
        AtomicFile.write(run.directory().resolve("report.json"), Json.pretty(report) + "\n");
        if (json) {
            System.out.println(Json.pretty(report));
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "%,d trajectories, %,d of %,d steps and %,d outcomes labelled, %,d requests%n",
                    summary.trajectories(),
                    summary.scored(),
                    summary.steps(),
                    summary.outcomes(),
                    summary.requests());
            summary.forgiven()
                    .forEach((leniency, count) -> System.out.println("  forgiven in " + count + " votes: " + leniency));
            files.forEach(file -> System.out.println("Predictions: " + file));
        }
        return summary.scored() < summary.steps() || summary.outcomes() < summary.trajectories() ? Main.REFUSED : 0;
    }
}

package dev.selvedge.judge.ask;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Score;
import dev.selvedge.core.UserException;
import dev.selvedge.core.remote.Journal;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Stage;
import dev.selvedge.core.run.Worker;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.judge.JsonRecords;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.LabelledTrajectory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A run that lets judges vote on trajectories. Every finished trajectory is durable, and with an endpoint every reply:
 * killed at any moment, the run goes on where it was, and nothing is asked twice. The predictions are files in the
 * published form, one a data set, {@code DATASET__JUDGE.jsonl}.
 *
 * @param recipe the run as a value
 * @param votes the stage of the votes, records of {@link Votes}
 * @param predictions the stage of the files
 */
public record Judging(Recipe recipe, Stage votes, Stage predictions) {
    public static final String NAME = "judge";

    /** The folder in the run directory that holds the predictions. */
    public static final String PREDICTIONS = "predictions";

    private static final String VERSION = "1";

    /**
     * A judge of the run.
     *
     * @param identity what its answers depend on, without secrets
     * @param open opens it, with a journal for its exchanges; closed at the end where it can be closed
     */
    public record Juror(JsonNode identity, Function<Journal, Policy> open) {}

    /**
     * What is done.
     *
     * @param judge name for the files and the records
     * @param asking how the judges are asked
     * @param limit most trajectories, 0 for all
     * @param rule {@value PropagateErrors#NAME}, or empty for none
     */
    public record Settings(String judge, JudgeSettings asking, int limit, String rule) {
        public Settings {
            if (!rule.isEmpty() && !rule.equals(PropagateErrors.NAME)) {
                throw new UserException("There is no rule '" + rule + "'; there is " + PropagateErrors.NAME + ".");
            }
            if (limit < 0) {
                throw new UserException("The limit is at least 0, not " + limit + ".");
            }
        }
    }

    /**
     * The run over a file or folder of trajectories.
     *
     * @param concurrency trajectories that are worked on at the same time
     * @throws UserException if there is no trajectory file at the path
     */
    public static Judging of(Path trajectories, List<Juror> jurors, Settings settings, int concurrency) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("asking", settings.asking());
        described.put("limit", settings.limit());
        described.put("judges", jurors.stream().map(Juror::identity).toList());
        Stage votes = Stage.named("votes", VERSION)
                .settings(described)
                .input("trajectories", hash(trajectories))
                .items(workspace -> limited(trajectories, settings.limit()))
                .place(trajectory -> trajectory.sample().dataset() + "/"
                        + trajectory.sample().id())
                .virtualThreads(concurrency)
                .worker(workspace -> new Bench(workspace, jurors, settings.asking()));
        Stage predictions = Stage.named(PREDICTIONS, VERSION)
                .settings(Map.of("judge", settings.judge(), "rule", settings.rule()))
                .input("votes", votes)
                .directory(workspace -> write(workspace, settings));
        return new Judging(Recipe.of(NAME, described, List.of(votes, predictions)), votes, predictions);
    }

    /** The trajectories that such a run is about; close the stream. */
    public static Stream<LabelledTrajectory> limited(Path trajectories, int limit) {
        Stream<LabelledTrajectory> all = LabelledTrajectory.stream(trajectories);
        return limit > 0 ? all.limit(limit) : all;
    }

    private static ContentHash hash(Path trajectories) {
        StringBuilder all = new StringBuilder();
        for (Path file : JsonRecords.files(trajectories)) {
            all.append(file.getFileName())
                    .append(' ')
                    .append(ContentHash.ofFile(file))
                    .append('\n');
        }
        return ContentHash.of(all.toString());
    }

    /** The judges at work. */
    private static final class Bench implements Worker<LabelledTrajectory, Votes> {
        private final List<Policy> policies = new ArrayList<>();
        private final JudgeSettings settings;

        Bench(Workspace workspace, List<Juror> jurors, JudgeSettings settings) {
            this.settings = settings;
            try {
                jurors.forEach(juror -> policies.add(juror.open().apply(workspace.journal())));
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        @Override
        public List<Outcome<Votes>> work(List<LabelledTrajectory> batch) {
            return batch.stream().map(this::votes).toList();
        }

        private Outcome<Votes> votes(LabelledTrajectory trajectory) {
            if (trajectory.stepIndices().isEmpty()) {
                return Outcome.reject("no-steps", "The conversation has no message of the role assistant.");
            }
            List<Opinion> opinions = new ArrayList<>();
            try {
                for (Policy policy : policies) {
                    PolicyJudge judge = new PolicyJudge(policy, settings);
                    for (int vote = 0; vote < settings.votes(); vote++) {
                        opinions.add(judge.vote(trajectory, vote));
                    }
                }
            } catch (PolicyJudge.OutOfReach e) {
                return Outcome.postpone(String.valueOf(e.getMessage()));
            }
            return Outcome.keep(new Votes(trajectory.sample(), opinions));
        }

        @Override
        public void close() {
            for (Policy policy : policies) {
                if (policy instanceof AutoCloseable open) {
                    try {
                        open.close();
                    } catch (Exception e) {
                        throw new IllegalStateException("cannot close " + policy.name(), e);
                    }
                }
            }
        }
    }

    private static void write(Workspace workspace, Settings settings) throws IOException {
        Map<String, BufferedWriter> files = new TreeMap<>();
        try (Stream<Votes> votes = workspace.input("votes").stream(Votes.class)) {
            for (Votes each : (Iterable<Votes>) votes::iterator) {
                Judgement judgement = each.judgement(settings.judge());
                Judgement ruled = settings.rule().isEmpty() ? judgement : PropagateErrors.of(judgement);
                String name = fileName(each.sample().dataset(), ruled.verdict().judge());
                BufferedWriter file = files.get(name);
                if (file == null) {
                    file = Files.newBufferedWriter(workspace.directory().resolve(name), StandardCharsets.UTF_8);
                    files.put(name, file);
                }
                file.write(Json.write(ruled.toJson()));
                file.write('\n');
            }
        } finally {
            for (BufferedWriter file : files.values()) {
                file.close();
            }
        }
    }

    private static String fileName(String dataset, String judge) {
        return safe(dataset.isEmpty() ? "trajectories" : dataset) + "__" + safe(judge) + ".jsonl";
    }

    /** A text as part of a file's name. */
    public static String safe(String text) {
        String kept =
                text.replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}._+-]", "-").replaceAll("__+", "_");
        return kept.startsWith(".") ? "_" + kept : kept;
    }

    /**
     * Puts the predictions of a finished run into its folder {@value #PREDICTIONS}, in place of earlier ones.
     *
     * @return the files
     */
    public List<Path> publish(Run run) {
        Path folder = run.directory().resolve(PREDICTIONS);
        List<Path> published = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            try (Stream<Path> old = Files.list(folder)) {
                for (Path file : old.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
            for (String name : run.result(predictions).summary().files().keySet()) {
                if (name.endsWith(".jsonl") && name.contains("__")) {
                    Path file = folder.resolve(name);
                    Files.copy(run.result(predictions).file(name), AtomicFile.aside(file));
                    AtomicFile.publish(AtomicFile.aside(file), file);
                    published.add(file);
                }
            }
        } catch (IOException e) {
            throw UserException.writing(folder, e);
        }
        return published;
    }

    /**
     * What a finished run did.
     *
     * @param trajectories that were judged
     * @param failed trajectories without any label
     * @param steps of them
     * @param scored steps with a label
     * @param outcomes trajectories of which the outcome has a label
     * @param requests that were answered, in all votes
     * @param forgiven number of votes by leniency
     */
    public record Summary(
            long trajectories,
            long failed,
            long steps,
            long scored,
            long outcomes,
            long requests,
            SortedMap<String, Long> forgiven) {}

    /** Sums up a finished run. */
    public Summary summary(Run run) {
        long[] counts = new long[6];
        SortedMap<String, Long> forgiven = new TreeMap<>();
        try (Stream<Votes> all = run.result(votes).stream(Votes.class)) {
            all.forEach(each -> {
                Judgement judgement = each.judgement("");
                counts[0]++;
                counts[1] += judgement.failure() == null ? 0 : 1;
                counts[2] += judgement.verdict().steps().size();
                counts[3] += judgement.verdict().steps().values().stream()
                        .filter(Score.Value.class::isInstance)
                        .count();
                counts[4] += judgement.verdict().outcome() instanceof Score.Value ? 1 : 0;
                for (Opinion opinion : each.opinions()) {
                    counts[5] += opinion.requests();
                    opinion.leniencies().forEach(leniency -> forgiven.merge(leniency.words(), 1L, Long::sum));
                }
            });
        }
        return new Summary(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], forgiven);
    }
}

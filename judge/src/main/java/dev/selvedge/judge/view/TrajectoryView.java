package dev.selvedge.judge.view;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Score;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tool;
import dev.selvedge.core.Trajectory;
import dev.selvedge.core.UserException;
import dev.selvedge.core.Verdict;
import dev.selvedge.judge.JsonRecords;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Label;
import dev.selvedge.judge.LabelledTrajectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A trajectory as it is shown, with what judges said of it.
 *
 * @param id of the trajectory
 * @param question what was asked, empty where not told apart from the messages
 * @param about policy, ending and the like, empty where not told
 * @param tools that could be called
 * @param messages in order
 * @param opinions what people and judges said, in the order of the columns
 */
public record TrajectoryView(
        String id, String question, String about, List<Tool> tools, List<Message> messages, List<Opinion> opinions) {
    private static final int MOST_LISTED = 20;

    /**
     * What one judge said.
     *
     * @param judge name
     * @param steps by message index
     * @param reasons by message index, where given
     */
    public record Opinion(
            String judge,
            SortedMap<Integer, Score> steps,
            Score outcome,
            SortedMap<Integer, String> reasons,
            String summary) {
        static Opinion of(Verdict verdict, SortedMap<Integer, String> reasons) {
            return new Opinion(verdict.judge(), verdict.steps(), verdict.outcome(), reasons, verdict.explanation());
        }
    }

    public TrajectoryView {
        tools = List.copyOf(tools);
        messages = List.copyOf(messages);
        opinions = List.copyOf(opinions);
    }

    /**
     * Reads a trajectory from a file or folder of trajectories, published ones, chat logs or Selvedge's own.
     *
     * @param id of the trajectory; may be left out where there is only one
     * @param verdicts files or folders of labels or judgements, each of which must have one on the trajectory
     * @throws UserException if there is no such trajectory or verdict
     */
    public static TrajectoryView read(Path path, @Nullable String id, List<Path> verdicts) {
        TrajectoryView bare = isOurs(path) ? own(path, id) : labelled(path, id);
        List<Opinion> opinions = new ArrayList<>(bare.opinions);
        for (Path verdict : verdicts) {
            opinions.add(opinion(verdict, bare.id));
        }
        return new TrajectoryView(bare.id, bare.question, bare.about, bare.tools, bare.messages, opinions);
    }

    private static boolean isOurs(Path path) {
        try (Stream<JsonRecords.Located> records = JsonRecords.stream(path, Set.of())) {
            return records.findFirst()
                    .map(first ->
                            first.value() != null && first.value().path("steps").isArray())
                    .orElse(false);
        }
    }

    private static TrajectoryView own(Path path, @Nullable String id) {
        try (Stream<JsonRecords.Located> records = JsonRecords.stream(path, Set.of())) {
            return only(records.map(TrajectoryView::own), path, id);
        }
    }

    private static TrajectoryView own(JsonRecords.Located located) {
        try {
            JsonNode value = located.object();
            return of(Json.mapper().treeToValue(value, Trajectory.class));
        } catch (JacksonException e) {
            throw located.refused(String.valueOf(e.getOriginalMessage()));
        }
    }

    /** One of our own trajectories. */
    public static TrajectoryView of(Trajectory trajectory) {
        String about = "task " + trajectory.task() + ", policy " + trajectory.policy() + ", seed " + trajectory.seed()
                + ", ended: " + trajectory.ending();
        List<Message> messages = trajectory.steps().stream().map(Step::message).toList();
        return new TrajectoryView(trajectory.id(), "", about, List.of(), messages, List.of());
    }

    private static TrajectoryView labelled(Path path, @Nullable String id) {
        try (Stream<LabelledTrajectory> all = LabelledTrajectory.stream(path)) {
            return only(all.map(TrajectoryView::of), path, id);
        }
    }

    /** A trajectory with the labels of people, where it has them. */
    public static TrajectoryView of(LabelledTrajectory labelled) {
        Verdict people = labelled.labels();
        return new TrajectoryView(
                labelled.sample().id(),
                labelled.question(),
                labelled.sample().dataset(),
                labelled.tools(),
                labelled.trajectory().steps().stream().map(Step::message).toList(),
                people == null ? List.of() : List.of(Opinion.of(people, new TreeMap<>())));
    }

    private static TrajectoryView only(Stream<TrajectoryView> all, Path path, @Nullable String id) {
        List<TrajectoryView> found = all.filter(view -> id == null || view.id.equals(id))
                .limit(MOST_LISTED + 1L)
                .toList();
        if (found.isEmpty()) {
            throw new UserException(
                    "There is no trajectory " + (id == null ? "" : "'" + id + "' ") + "in " + path + ".");
        }
        if (id == null && found.size() > 1) {
            throw new UserException(path + " holds several trajectories; name one with --id: "
                    + found.stream().limit(MOST_LISTED).map(TrajectoryView::id).collect(Collectors.joining(", "))
                    + (found.size() > MOST_LISTED ? ", ..." : "") + ".");
        }
        return found.getFirst();
    }

    private static Opinion opinion(Path path, String id) {
        try (Stream<Judgement> all = Judgement.stream(path)) {
            Judgement judgement = all.filter(each -> each.sample().id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new UserException("There is no verdict on '" + id + "' in " + path + "."));
            return Opinion.of(judgement.verdict(), judgement.reasons());
        }
    }

    /** Indices of the steps: messages of the role assistant. */
    public List<Integer> steps() {
        List<Integer> steps = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role() == Role.ASSISTANT) {
                steps.add(i);
            }
        }
        return steps;
    }

    /** {@code +1}, {@code 0}, {@code -1}, {@code ?} where unscored. */
    static String mark(@Nullable Score score) {
        Label label = score == null ? null : Label.of(score);
        return switch (label) {
            case null -> "?";
            case RIGHT -> "+1";
            case NEUTRAL -> "0";
            case WRONG -> "-1";
        };
    }

    /** Why there is no label, empty where there is one. */
    static String why(@Nullable Score score) {
        return switch (score) {
            case null -> "not judged";
            case Score.Unscored unscored -> unscored.reason();
            case Score.Value value -> "";
        };
    }

    /** JSON on several lines where the text is an object or a list, else the text. */
    static String laidOut(String text) {
        String start = text.stripLeading();
        if (text.length() < 1_000_000 && (start.startsWith("{") || start.startsWith("["))) {
            try {
                return Json.pretty(Json.parse(text));
            } catch (JacksonException e) {
                return text;
            }
        }
        return text;
    }
}

package dev.selvedge.judge.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Role;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.core.Trajectory;
import dev.selvedge.core.UserException;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.LabelledTrajectory;
import dev.selvedge.judge.Leftover;
import dev.selvedge.judge.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How a judge is asked, asked again, and counted. */
class PolicyJudgeTest {
    private static final Pattern STEPS = Pattern.compile("Label the steps ([0-9, ]*)");
    private static final String WHOLE = "\"final_label\": -1 or 1";
    private static final JudgeSettings STANDARD = JudgeSettings.STANDARD;

    /** System, user, then steps that call a tool which answers with a text of some length. */
    static LabelledTrajectory trajectory(int steps, int resultLength) {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.system("Be exact."));
        messages.add(Message.user("How high is it?"));
        for (int i = 0; i < steps; i++) {
            ToolCall call = new ToolCall("c" + i, "search", "{\"q\": \"height " + i + "\"}");
            messages.add(new Message(Role.ASSISTANT, "Looking, try " + i, null, List.of(call), null));
            messages.add(new Message(Role.TOOL, "r".repeat(resultLength), null, List.of(), "c" + i));
        }
        messages.add(Message.assistant("It is 12 m high."));
        return of(messages);
    }

    private static LabelledTrajectory of(List<Message> messages) {
        List<Step> steps = messages.stream()
                .map(message -> new Step(message, "policy", null))
                .toList();
        return new LabelledTrajectory(
                Sample.of("one", "toy"),
                "How high is it?",
                List.of(new Tool("search", "Finds things.", Json.parse("{\"type\":\"object\"}"))),
                new Trajectory("one", "t", "p", 0, null, 0, steps, "stop"),
                null,
                new Leftover(Map.of("/ground_truth", Json.tree("SECRET-ANSWER")), Set.of()));
    }

    private static String asked(Prompt prompt) {
        return prompt.messages().stream().map(Message::content).collect(Collectors.joining("\n"));
    }

    /** A judge that calls every step right, and the whole. */
    private static String yes(Prompt prompt) {
        return answer(prompt, "1");
    }

    private static String answer(Prompt prompt, String label) {
        String asked = asked(prompt);
        Matcher steps = STEPS.matcher(asked);
        String list = "";
        while (steps.find()) {
            list = steps.group(1);
        }
        String labels = list.isBlank()
                ? ""
                : list.replaceAll("\\s*(\\d+)\\s*(,?)", "\"$1\": " + label + "$2 ")
                        .replaceAll(",\\s*$", "");
        String end = asked.contains(WHOLE) ? ", \"final_label\": " + label : "";
        return "```json\n{\"step_labels\": {" + labels + "}" + end + "}\n```";
    }

    private static Opinion vote(Policy policy, LabelledTrajectory trajectory, JudgeSettings settings) throws Exception {
        return new PolicyJudge(policy, settings).vote(trajectory, 0);
    }

    private static JudgeSettings budget(int tokens) {
        return new JudgeSettings("propagating", 1, 3, 0, 1, 1024, tokens, 0, false);
    }

    @Test
    void aShortTrajectoryIsShownWholeAndBlindly() throws Exception {
        List<Prompt> prompts = new ArrayList<>();
        Policy judge = ScriptedPolicy.of("j", prompt -> {
            prompts.add(prompt);
            return ScriptedPolicy.say(yes(prompt));
        });
        Opinion opinion = vote(judge, trajectory(2, 50), STANDARD);
        assertThat(opinion.steps()).isEqualTo(new TreeMap<>(Map.of(2, Score.of(1), 4, Score.of(1), 6, Score.of(1))));
        assertThat(opinion.outcome()).isEqualTo(Score.of(1));
        assertThat(opinion.remark()).isEmpty();
        assertThat(prompts).hasSize(1);
        assertThat(asked(prompts.getFirst()))
                .contains("height 1")
                .contains("Finds things")
                .doesNotContain("SECRET");
    }

    @Test
    void theModeIsARuleOfTheRubric() {
        assertThat(Asked.rubric(JudgeSettings.Mode.PROPAGATING)).contains("every later step that depends on it");
        assertThat(Asked.rubric(JudgeSettings.Mode.INDEPENDENT)).contains("each step by itself");
    }

    @Test
    void aTrajectoryOfTwoMillionTokensIsNeverInOnePrompt() throws Exception {
        int budget = 20_000;
        List<Integer> sizes = new ArrayList<>();
        Policy judge = ScriptedPolicy.of("j", prompt -> {
            sizes.add(prompt.messages().stream()
                    .mapToInt(message -> Fitted.tokens(message.content()))
                    .sum());
            return ScriptedPolicy.say(sizes.size() % 2 == 1 ? "漢".repeat(10_000) : yes(prompt));
        });
        Opinion huge = vote(judge, trajectory(3, 2_000_000), budget(budget));
        assertThat(huge.windows()).isEqualTo(1);
        assertThat(huge.remark()).contains("3 texts shortened");
        assertThat(huge.steps().values()).containsOnly(Score.of(1));

        Opinion many = vote(judge, trajectory(3_000, 2_000), budget(budget));
        assertThat(many.windows()).isBetween(100, 1_500);
        assertThat(many.remark()).contains("windows");
        assertThat(many.steps()).hasSize(3_001);
        assertThat(many.steps().values()).containsOnly(Score.of(1));
        assertThat(many.outcome()).isEqualTo(Score.of(1));

        LabelledTrajectory wide = trajectory(1, 10);
        List<Message> messages = new ArrayList<>(
                wide.trajectory().steps().stream().map(Step::message).toList());
        for (int i = 0; i < 50_000; i++) {
            messages.add(3, new Message(Role.TOOL, "x".repeat(100), null, List.of(), "c" + i));
        }
        Opinion parallel = vote(judge, of(messages), budget(budget));
        assertThat(parallel.steps().values()).containsOnly(Score.of(1));
        assertThat(sizes).allMatch(size -> size <= budget);
    }

    @Test
    void windowsCarryWhatWasSaidBefore() throws Exception {
        List<String> prompts = new ArrayList<>();
        Policy judge = ScriptedPolicy.of("j", prompt -> {
            prompts.add(asked(prompt));
            return ScriptedPolicy.say(answer(prompt, prompts.size() == 1 ? "-1" : "1"));
        });
        Opinion opinion = vote(judge, trajectory(40, 3_000), budget(6_000));
        assertThat(opinion.windows()).isGreaterThan(2);
        assertThat(prompts.getFirst())
                .doesNotContain("said of the steps before this window")
                .doesNotContain(WHOLE);
        assertThat(prompts.getLast()).contains("step 2: -1").contains(WHOLE).contains("Be exact.");
        assertThat(opinion.steps()).containsEntry(2, Score.of(-1)).containsEntry(82, Score.of(1));
    }

    @Test
    void anUnusableReplyIsAskedForAgainWithTheReasonAndBounded() throws Exception {
        List<Prompt> prompts = new ArrayList<>();
        Policy judge = ScriptedPolicy.of("j", prompt -> {
            prompts.add(prompt);
            return ScriptedPolicy.say(
                    prompts.size() == 1
                            ? "{\"step_labels\": {\"2\": 1, \"4\": \"fine\", \"6\": 1}, \"final_label\": 1}"
                            : yes(prompt));
        });
        Opinion opinion = vote(judge, trajectory(2, 10), STANDARD);
        assertThat(opinion.requests()).isEqualTo(2);
        assertThat(opinion.steps().values()).containsOnly(Score.of(1));
        assertThat(prompts.getLast().messages().getLast().content()).contains("Step 4: Its label is \"fine\"");

        Policy stubborn = ScriptedPolicy.answering(
                "s", last -> "{\"step_labels\": {\"2\": 1, \"4\": 2, \"6\": -1}, \"final_label\": 0}");
        Opinion never = vote(stubborn, trajectory(2, 10), STANDARD);
        assertThat(never.requests()).isEqualTo(3);
        assertThat(never.steps()).containsEntry(2, Score.of(1)).containsEntry(6, Score.of(-1));
        assertThat(never.steps().get(4)).isInstanceOf(Score.Unscored.class);
        assertThat(never.outcome()).isInstanceOf(Score.Unscored.class);
    }

    @Test
    void aJudgeThatIsOutOfReachIsNotUnscoredUnlessGivenUp() throws Exception {
        Policy down = ScriptedPolicy.of("d", prompt -> new Reply.Failure(Fault.SYSTEM, "status 503"));
        assertThatThrownBy(() -> vote(down, trajectory(1, 10), STANDARD))
                .isInstanceOf(PolicyJudge.OutOfReach.class)
                .hasMessage("status 503");
        JudgeSettings giveUp = new JudgeSettings("propagating", 1, 3, 0, 1, 1024, 20_000, 0, true);
        Opinion opinion = vote(down, trajectory(1, 10), giveUp);
        assertThat(opinion.steps().values())
                .allMatch(score -> score instanceof Score.Unscored unscored && unscored.fault() == Fault.SYSTEM);
        Judgement judgement = new Votes(Sample.of("one", "toy"), List.of(opinion)).judgement("d");
        assertThat(judgement.failure()).contains("status 503");
        assertThat(judgement.toJson().get("comment").stringValue()).startsWith(Judgement.FAILED);
    }

    @Test
    void aJudgeWithASmallerWindowThanToldIsShownLess() throws Exception {
        Policy small = ScriptedPolicy.of(
                "s",
                prompt -> Fitted.tokens(asked(prompt)) > 9_000
                        ? new Reply.Failure(Fault.POLICY, "The prompt has too many tokens.")
                        : ScriptedPolicy.say(yes(prompt)));
        Opinion opinion = vote(small, trajectory(3, 40_000), STANDARD);
        assertThat(opinion.steps().values()).containsOnly(Score.of(1));
        assertThat(opinion.remark()).contains("shortened");
        Policy none = ScriptedPolicy.of("n", prompt -> new Reply.Failure(Fault.POLICY, "Too long."));
        assertThat(vote(none, trajectory(3, 40_000), STANDARD).steps().values())
                .allMatch(score -> score instanceof Score.Unscored unscored
                        && unscored.reason().contains("Too long."));
    }

    private static Opinion opinion(Score... labels) {
        TreeMap<Integer, Score> steps = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            steps.put(2 + 2 * i, labels[i]);
        }
        return new Opinion(
                "j",
                0,
                steps,
                labels[0],
                new TreeMap<>(Map.of(2, "because " + labels[0])),
                "",
                1,
                1,
                "",
                new TreeSet<>());
    }

    @Test
    void theMajorityStandsAndATieIsUnscored() {
        Score yes = Score.of(1);
        Score no = Score.of(-1);
        Score unread = Score.unscored(Fault.JUDGE, "unread");
        Votes votes = new Votes(
                Sample.of("one", "toy"),
                List.of(
                        opinion(no, yes, unread),
                        opinion(yes, no, unread),
                        opinion(yes, yes, unread),
                        opinion(yes, no, yes)));
        Judgement judgement = votes.judgement("four");
        assertThat(judgement.verdict().steps()).containsEntry(2, yes).containsEntry(6, yes);
        assertThat(judgement.verdict().steps().get(4))
                .isEqualTo(Score.unscored(Fault.JUDGE, "The vote is tied: 2 for -1, 2 for 1."));
        assertThat(judgement.confidences()).isEqualTo(new TreeMap<>(Map.of(2, 0.75, 6, 0.25)));
        assertThat(judgement.reasons()).containsEntry(2, "because " + yes);
        assertThat(judgement.verdict().outcome()).isEqualTo(yes);
        assertThat(new Votes(votes.sample(), List.of(opinion(yes)))
                        .judgement("one")
                        .confidences())
                .isEmpty();
    }

    @Test
    void propagationIsARuleOfItsOwnName() {
        Score unread = Score.unscored(Fault.JUDGE, "unread");
        Judgement judgement = new Votes(
                        Sample.of("one", "toy"),
                        List.of(opinion(Score.of(1), Score.of(-1), unread, Score.of(1), Score.of(0))))
                .judgement("j");
        Judgement ruled = PropagateErrors.of(judgement);
        assertThat(ruled.verdict().judge()).isEqualTo("j+propagate-errors");
        assertThat(ruled.verdict().steps())
                .containsEntry(2, Score.of(1))
                .containsEntry(4, Score.of(-1))
                .containsEntry(6, unread)
                .containsEntry(8, Score.of(-1))
                .containsEntry(10, Score.of(-1));
    }

    @Test
    void impossibleSettingsAreToldAtOnce() {
        assertThatThrownBy(() -> new JudgeSettings("guess", 0, 0, 0, 2, 1, 1, 0, false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'guess'")
                .hasMessageContaining("votes")
                .hasMessageContaining("attempts")
                .hasMessageContaining("tokens");
        assertThatThrownBy(() -> new JudgeSettings("independent", 3, 1, 0, 1, 1024, 20_000, 0, false))
                .hasMessageContaining("temperature");
    }
}

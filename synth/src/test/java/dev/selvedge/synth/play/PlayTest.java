package dev.selvedge.synth.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.Task;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.play.Schedule.State;
import dev.selvedge.synth.play.Schedule.Turn;
import dev.selvedge.synth.play.Schedule.Until;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlayTest {
    private static final Sampling SAMPLING = Sampling.at(1, 9);
    private static final Player STUDENT = player("student", Set.of(Fields.QUESTION));
    private static final Player TEACHER = player("teacher", Set.of(Fields.QUESTION, Fields.DOCUMENT));

    private static Player player(String name, Set<String> fields) {
        return new Player(
                new View(name, fields),
                task -> List.of(Message.user(String.join(
                        "|",
                        task.fields().values().stream()
                                .map(value -> value.stringValue())
                                .toList()))),
                SAMPLING);
    }

    private static Task proposal(String id) {
        return new Task(id, Map.of())
                .with(Fields.DOCUMENT, "seven")
                .with(Fields.QUESTION, "q" + id)
                .with(Fields.LEVEL, 1);
    }

    private static Answers answers(Player player, Policy policy, int samples) {
        return new Answers(player, policy, samples, new Grading(String::strip, String::equals), 1);
    }

    @Test
    void aRoleSeesItsFieldsAndNoOthers() {
        assertThat(STUDENT.prompt(proposal("1"), 3).messages().getFirst().content())
                .isEqualTo("q1");
        assertThat(TEACHER.prompt(proposal("1"), 3).messages().getFirst().content())
                .contains("seven");
        Player spy =
                new Player(STUDENT.view(), visible -> List.of(Message.user(visible.text(Fields.DOCUMENT))), SAMPLING);
        assertThatThrownBy(() -> spy.prompt(proposal("1"), 3)).hasMessageContaining("no field 'document'");
        assertThatThrownBy(() -> TEACHER.prompt(new Task("2", Map.of()).with(Fields.QUESTION, "q"), 3))
                .hasMessageContaining("the view of the teacher needs");
        assertThatThrownBy(() -> proposal("1").with(Fields.QUESTION, "another")).hasMessageContaining("already");
    }

    @Test
    void everySampleHasASeedOfItsOwnThatDoesNotDependOnTheCompany() {
        var seeds = new ArrayList<Long>();
        Policy policy = ScriptedPolicy.of("any", prompt -> {
            seeds.add(prompt.sampling().seed());
            return ScriptedPolicy.say("x");
        });
        STUDENT.ask(policy, List.of(proposal("1"), proposal("2")), 3, 5);
        STUDENT.ask(policy, List.of(proposal("2")), 3, 5);
        assertThat(new HashSet<>(seeds.subList(0, 6))).hasSize(6);
        assertThat(seeds.subList(6, 9)).isEqualTo(seeds.subList(3, 6));
        TEACHER.ask(policy, List.of(proposal("2")), 1, 5);
        assertThat(seeds.getLast()).isNotEqualTo(seeds.get(3));
    }

    /** Replies in turn, a failure for {@code !}. */
    private static Policy replies(String... texts) {
        return ScriptedPolicy.inOrder(
                "replies",
                List.of(texts).stream()
                        .map(text -> text.equals("!")
                                ? new Reply.Failure(Fault.SYSTEM, "The endpoint is down.")
                                : ScriptedPolicy.say(text))
                        .toList());
    }

    @Test
    void aVoteLabelsAndASuccessRateMeasures() {
        Inquiry chain = new Vote(answers(TEACHER, replies("7", "7", " ", "8"), 4), 0.5)
                .then(new SuccessRate(answers(STUDENT, replies("7", "", "8", "7 "), 4)));
        Task found = ((Outcome.Kept<Task>) chain.of(List.of(proposal("1"))).getFirst())
                .records()
                .getFirst();
        assertThat(found.text(Fields.REFERENCE)).isEqualTo("7");
        assertThat(found.number(Fields.SHARE)).isEqualTo(0.5);
        assertThat(found.number(Fields.SUCCESS)).isEqualTo(0.5);
    }

    @Test
    void whatFailsIsPostponedWhatDisagreesIsRefusedAndNeitherIsAskedFurther() {
        var asked = new ArrayList<Prompt>();
        Policy student = ScriptedPolicy.of("student", prompt -> {
            asked.add(prompt);
            return ScriptedPolicy.say("7");
        });
        Policy teacher = replies("7", "!", "7", "8", "", "", "7", "7");
        Inquiry chain = new Vote(answers(TEACHER, teacher, 2), 0.6).then(new SuccessRate(answers(STUDENT, student, 2)));
        List<Outcome<Task>> outcomes = chain.of(List.of(proposal("1"), proposal("2"), proposal("3"), proposal("4")));
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Postponed<Task>("The endpoint is down."));
        assertThat(((Outcome.Rejected<Task>) outcomes.get(1)).reason()).isEqualTo("no-agreement");
        assertThat(((Outcome.Rejected<Task>) outcomes.get(2)).reason()).isEqualTo("no-answer");
        assertThat(outcomes.get(3)).isInstanceOf(Outcome.Kept.class);
        assertThat(asked)
                .hasSize(2)
                .allMatch(prompt -> prompt.messages().getFirst().content().equals("q4"));
    }

    @ParameterizedTest
    @CsvSource({
        "0,    -0.1, 0,   0,   0.043937, 0,   1",
        "0.2,  0.4,  0.4, 0.2, 0.666977, 0.8, 0.8",
        "0.5,  0.7,  1,   0.5, 1,        0.5, 0.5",
        "0.8,  1,    0.4, 0.2, 0.666977, 0.2, 0.2",
        "1,    0.8,  0,   0,   0.043937, 0,   0",
    })
    void shapes(
            double success,
            double anchor,
            double tent,
            double halfTent,
            double bell,
            double hardness,
            double adversary) {
        assertThat(new Shape.Anchor(Map.of(1, 0.8), -0.1).of(success, 1)).isCloseTo(anchor, within(1e-9));
        assertThat(new Shape.Tent().of(success, 0)).isCloseTo(tent, within(1e-9));
        assertThat(new Shape.HalfTent().of(success, 0)).isCloseTo(halfTent, within(1e-9));
        assertThat(new Shape.VarianceBell(0.01).of(success, 0)).isCloseTo(bell, within(1e-6));
        assertThat(new Shape.Hardness(1, 0).of(success, 0)).isCloseTo(hardness, within(1e-9));
        assertThat(new Shape.Hardness(1.1, 0.2).of(success, 0))
                .isCloseTo(success > 0.2 ? 1.1 - success : 0, within(1e-9));
        assertThat(new Shape.Adversary().of(success, 0)).isCloseTo(adversary, within(1e-9));
    }

    private static Trial trial(String document, int level, double success) {
        Task source = new Task(document + level + success, Map.of())
                .with(Fields.DOCUMENT_ID, document)
                .with(Fields.LEVEL, level);
        return new Trial(source, Outcome.keep(source.with(Fields.SUCCESS, success)));
    }

    private static Trial refused(String reason) {
        return new Trial(new Task(reason, Map.of()), Outcome.reject(reason, "It is refused."));
    }

    private static final ProposerReward REWARD = new ProposerReward(
            new Shape.Anchor(Map.of(1, 0.8, 2, 0.5, 3, 0.2), -0.1),
            -1,
            Map.of("soft", -0.5),
            Set.of("dropped"),
            List.of(new LevelRanking(0.2, 0.5)),
            0);

    @Test
    void aRefusalIsARewardAFailureIsNone() {
        Trial failed = new Trial(new Task("x", Map.of()), Outcome.postpone("The judge is down."));
        assertThat(REWARD.of(
                        List.of(refused("no-json"), refused("soft"), refused("dropped"), failed, trial("d", 1, 0))))
                .containsExactly(
                        Score.of(-1),
                        Score.of(-0.5),
                        Score.unscored(Fault.DATA, "It is refused."),
                        Score.unscored(Fault.SYSTEM, "The judge is down."),
                        Score.of(-0.1));
    }

    /**
     * The levels' means are 0.6, 0.5 and 0.5. Those of level 1 are to be above 0.5 + 0.2, that of level 2 below 0.6 - 0.2
     * and above 0.5 + 0.2, that of level 3 below 0.5 - 0.2; half of what is missing is taken off.
     */
    @Test
    void questionsAreComparedWithTheMeanOfTheNextLevel() {
        List<Score> scores = REWARD.of(List.of(
                trial("d", 1, 0.4),
                trial("d", 1, 0.8),
                trial("d", 2, 0.5),
                trial("d", 3, 0.5),
                trial("e", 3, 0.9),
                trial("d", 3, 0)));
        assertThat(scores.stream()
                        .mapToDouble(score -> ((Score.Value) score).value())
                        .toArray())
                .containsExactly(new double[] {0.6 - 0.15, 1, 1 - 0.05 - 0.1, 0.7 - 0.1, 0.3, -0.1}, within(1e-9));
    }

    private static List<String> walk(Schedule schedule, Map<String, Double> measures) {
        var phases = new ArrayList<String>();
        for (Optional<State> at = Optional.of(State.START); at.isPresent(); at = schedule.after(at.get(), measures)) {
            phases.add(schedule.phase(at.get()) + at.get().cycle());
        }
        return phases;
    }

    @Test
    void turnsLastUntilTheirConditionHolds() {
        assertThat(walk(Schedule.once(Turn.rounds("ask", 2), Turn.rounds("solve", 1)), Map.of()))
                .containsExactly("ask0", "ask0", "solve0");
        assertThat(walk(Schedule.alternating(2, Turn.rounds("ask", 1), Turn.rounds("solve", 2)), Map.of()))
                .containsExactly("ask0", "solve0", "solve0", "ask1", "solve1", "solve1");
        Schedule metric = Schedule.once(
                new Turn("ask", Until.above("reward", 0.5), 3), new Turn("solve", Until.below("reward", 0.5), 2));
        assertThat(walk(metric, Map.of("reward", 0.7))).containsExactly("ask0", "solve0", "solve0");
        assertThat(walk(metric, Map.of("reward", 0.3))).containsExactly("ask0", "ask0", "ask0", "solve0");
        assertThat(walk(metric, Map.of())).containsExactly("ask0", "ask0", "ask0", "solve0", "solve0");
    }

    @Test
    void whatAVerifierDoesNotKnowIsNoSuccessRate() {
        Answers answers = answers(STUDENT, ScriptedPolicy.of("any", prompt -> ScriptedPolicy.say("7")), 2);
        Task task = proposal("1").with(Fields.REFERENCE, "7");
        Verifier down = (proposal, answer) -> Score.unscored(Fault.SYSTEM, "The judge is down.");
        assertThat(new SuccessRate(answers, down).of(List.of(task)))
                .containsExactly(Outcome.postpone("The judge is down."));
        assertThat(new SuccessRate(answers).of(List.of(task)))
                .containsExactly(Outcome.keep(task.with(Fields.SUCCESS, 1.0)));
    }

    @Test
    void aPoolKeepsTheNewestAndGoesOnWhereARoundBegan(@TempDir Path folder) {
        var pool = new Pool(folder, 3, 5);
        pool.add(0, List.of(proposal("a"), proposal("b")));
        List<Task> drawn = pool.draw(1, "solve", 4);
        assertThat(drawn.subList(0, 2)).containsExactlyInAnyOrder(proposal("a"), proposal("b"));
        assertThat(drawn.subList(2, 4)).containsExactlyInAnyOrder(proposal("a"), proposal("b"));
        pool.add(1, List.of(proposal("c"), proposal("d")));
        assertThat(pool.tasks()).containsExactly(proposal("b"), proposal("c"), proposal("d"));
        var opened = new Pool(folder, 3, 5);
        assertThat(opened.tasks()).isEqualTo(pool.tasks());
        opened.rewind(1);
        assertThat(opened.tasks()).containsExactly(proposal("a"), proposal("b"));
        assertThat(opened.draw(1, "solve", 4)).isEqualTo(drawn);
        assertThat(new Pool(folder, 3, 5).tasks()).hasSize(2);
        assertThatThrownBy(() -> opened.add(0, List.of())).hasMessageContaining("already");
    }

    private static Task shared(String id, double share) {
        return proposal(id).with(Fields.SHARE, share);
    }

    @Test
    void aWindowKeepsWhatLiesInItByValueOrByRank() {
        List<Task> tasks =
                List.of(shared("1", 0.2), shared("2", 0.3), shared("3", 0.8), shared("4", 0.9), shared("5", 0.5));
        assertThat(new Window(Fields.SHARE, Window.Unit.VALUE, 0.3, 0.8).of(tasks))
                .map(outcome -> outcome instanceof Outcome.Kept)
                .containsExactly(false, true, true, false, true);
        assertThat(new Window(Fields.SHARE, Window.Unit.PERCENTILE, 0.3, 0.7).of(tasks))
                .map(outcome -> outcome instanceof Outcome.Kept)
                .containsExactly(false, true, true, false, true);
        assertThat(new Window(Fields.SHARE, Window.Unit.PERCENTILE, 0.5, 0.5).of(tasks))
                .map(outcome -> outcome instanceof Outcome.Kept)
                .containsExactly(false, false, false, false, true);
        assertThat(new Window(Fields.SHARE, Window.Unit.PERCENTILE, 0.3, 0.7).of(List.of()))
                .isEmpty();
        assertThatThrownBy(() -> new Window(Fields.SHARE, Window.Unit.VALUE, 0.8, 0.3))
                .hasMessageContaining("0.8 to 0.3");
    }

    /** MAE's proposer: a third each for quality, difficulty and form; PasoDoble adds to what is hard in the same way. */
    @Test
    void aTermMayAddByWhatElseIsKnown() {
        ProposerReward.PeerTerm thirds = (passed, rewards) -> {
            double[] less = new double[rewards.length];
            for (int i = 0; i < less.length; i++) {
                less[i] = rewards[i] - (passed.get(i).number("quality") + rewards[i] + 1) / 3;
            }
            return less;
        };
        var reward = new ProposerReward(new Shape.Adversary(), 0, Map.of(), Set.of(), List.of(thirds), 0);
        Task good = proposal("1").with(Fields.SUCCESS, 0.25).with("quality", 0.9);
        assertThat(reward.of(List.of(new Trial(proposal("1"), Outcome.keep(good)))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Score.Value.class,
                        score -> assertThat(score.value()).isCloseTo((0.9 + 0.75 + 1) / 3, within(1e-12)));
    }

    @Test
    void anUnrolledScheduleIsWhatIsWalked() {
        Schedule schedule = Schedule.alternating(2, Turn.rounds("challenger", 1), Turn.rounds("solver", 1));
        var walked = new ArrayList<State>();
        for (Optional<State> at = Optional.of(State.START); at.isPresent(); at = schedule.after(at.get(), Map.of())) {
            walked.add(at.get());
        }
        assertThat(schedule.unrolled()).isEqualTo(walked).hasSize(4);
        assertThat(schedule.unrolled().stream().map(schedule::phase))
                .containsExactly("challenger", "solver", "challenger", "solver");
    }
}

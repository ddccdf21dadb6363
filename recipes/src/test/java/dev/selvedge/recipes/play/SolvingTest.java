package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Score;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.Task;
import dev.selvedge.core.Tokens;
import dev.selvedge.core.View;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Player;
import dev.selvedge.synth.play.ProposerReward;
import dev.selvedge.synth.play.Trial;
import dev.selvedge.train.rollout.RolloutGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SolvingTest {
    private static final Tokenizer TOKENIZER =
            new TokenizerTrainer(263, RoleTokens.SPECIAL_TOKENS).train(List.of("abc abc"));
    private static final Player SOLVER = new Player(
            new View("solver", Set.of(Fields.QUESTION)),
            task -> List.of(Message.user(task.text(Fields.QUESTION))),
            Sampling.at(1, 4));

    private static Task proposal(String id, String page) {
        return new Task(id, Map.of())
                .with(Fields.QUESTION, "q" + id)
                .with(Fields.REFERENCE, "7")
                .with(Fields.DOCUMENT_ID, page);
    }

    private static Reply says(String text) {
        var tokens = new Tokens(new int[] {65}, new float[] {-1});
        return new Reply.Completion(Message.assistant(text), "stop", -1, 1, tokens);
    }

    private static Policy replies(Reply... replies) {
        var left = new ArrayDeque<>(List.of(replies));
        return ScriptedPolicy.of("solver", prompt -> left.remove());
    }

    private static Solving solving(Model model, int rollouts, Policy policy) {
        return new Solving(
                SOLVER,
                policy,
                model,
                rollouts,
                (task, reply) -> Score.of(reply.equals(task.text(Fields.REFERENCE)) ? 1 : 0),
                1);
    }

    @Test
    void successIsThatOfTheRolloutsFromWhichTheSolverLearns() {
        try (Model model = Model.fresh(
                ModelConfig.small(ModelConfig.Family.LLAMA, TOKENIZER.vocabularySize(), 8, 1, 8), TOKENIZER, 1)) {
            var solving = solving(model, 2, replies(says("7"), says("8"), says("7"), says("7"), says("8"), says("8")));
            List<Task> proposals = List.of(proposal("1", "a"), proposal("2", "a"), proposal("3", "b"));
            var outcomes = new ArrayList<Outcome<Task>>();
            List<RolloutGroup> groups = solving.beside(
                            (round, version) -> {
                                outcomes.addAll(solving.of(proposals));
                                return List.of();
                            },
                            1)
                    .round(0, 0);
            assertThat(outcomes)
                    .containsExactly(
                            Outcome.keep(proposals.get(0).with(Fields.SUCCESS, 0.5)),
                            Outcome.keep(proposals.get(1).with(Fields.SUCCESS, 1.0)),
                            Outcome.keep(proposals.get(2).with(Fields.SUCCESS, 0.0)));
            assertThat(groups).map(RolloutGroup::id).containsExactly("1", "3");
        }
    }

    @Test
    void anOutageIsNoNumberForEitherRole() {
        try (Model model = Model.fresh(
                ModelConfig.small(ModelConfig.Family.LLAMA, TOKENIZER.vocabularySize(), 8, 1, 8), TOKENIZER, 1)) {
            var solving =
                    solving(model, 2, replies(says("7"), new Reply.Failure(Fault.SYSTEM, "The service is down.")));
            Task proposal = proposal("1", "a");
            List<Outcome<Task>> outcomes = solving.of(List.of(proposal));
            assertThat(outcomes).containsExactly(Outcome.postpone("The service is down."));
            for (ProposerReward reward :
                    List.of(Spice.challengerReward(), RZero.challengerReward(RZeroSettings.Form.PAPER))) {
                assertThat(reward.of(List.of(new Trial(proposal, outcomes.getFirst()))))
                        .containsExactly(Score.unscored(Fault.SYSTEM, "The service is down."));
            }
        }
    }

    private static double value(ProposerReward reward, Outcome<Task> outcome) {
        return ((Score.Value) reward.of(List.of(new Trial(proposal("1", "a"), outcome)))
                        .getFirst())
                .value();
    }

    /** Of one question alone, which is all of its round: its duplicate share is 1. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0.043937", "0.25, 0.5, 0.25, 0.822578", "0.5, 1, 0.5, 1", "0.9, 0.2, 0.1, 0.278037"})
    void rewardsAreThePublishedOnes(double success, double paper, double code, double bell) {
        Outcome<Task> solved = Outcome.keep(proposal("1", "a").with(Fields.SUCCESS, success));
        assertThat(value(RZero.challengerReward(RZeroSettings.Form.PAPER), solved))
                .isCloseTo(paper - 1, within(1e-9));
        assertThat(value(RZero.challengerReward(RZeroSettings.Form.CODE), solved))
                .isCloseTo(code - 1, within(1e-9));
        assertThat(value(Spice.challengerReward(), solved)).isCloseTo(bell, within(1e-6));
    }

    @Test
    void whatIsNoQuestionLoses() {
        Outcome<Task> none = Outcome.reject("no-question", "There is none.");
        assertThat(value(RZero.challengerReward(RZeroSettings.Form.PAPER), none))
                .isEqualTo(-1);
        assertThat(value(RZero.challengerReward(RZeroSettings.Form.PAPER), Outcome.reject("no-answer", "None.")))
                .isZero();
        assertThat(value(Spice.challengerReward(), none)).isEqualTo(-0.1);
    }
}

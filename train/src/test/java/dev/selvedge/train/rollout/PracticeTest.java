package dev.selvedge.train.rollout;

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
import dev.selvedge.core.Tokens;
import dev.selvedge.core.UserException;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.model.Torch;
import dev.selvedge.train.LearningRate;
import dev.selvedge.train.TrainingSettings;
import dev.selvedge.train.objective.Correction;
import dev.selvedge.train.objective.Frozen;
import dev.selvedge.train.objective.KlEstimator;
import dev.selvedge.train.objective.Penalty;
import dev.selvedge.train.objective.PolicyGradient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PracticeTest {
    private static final Tokenizer TOKENIZER =
            new TokenizerTrainer(263, RoleTokens.SPECIAL_TOKENS).train(List.of("abc abc"));

    private static final TrainingSettings TRAINING = TrainingSettings.defaults()
            .withSteps(200)
            .with(LearningRate.cosine(1e-2, 3))
            .withThreads(2);

    /** How much of {@code ababab} stands at its place in a reply. */
    private static final Reward PATTERN = (exercise, completion) -> {
        String text = completion.message().content();
        int right = 0;
        for (int i = 0; i < text.length(); i++) {
            right += text.charAt(i) == (i % 2 == 0 ? 'a' : 'b') ? 1 : 0;
        }
        return Score.of(Math.min(1, right / 6.0));
    };

    private static Model model() {
        return Model.fresh(ModelConfig.small(Family.LLAMA, TOKENIZER.vocabularySize(), 32, 1, 32), TOKENIZER, 1);
    }

    private static List<Exercise> exercises() {
        var exercises = new ArrayList<Exercise>();
        for (String text : List.of("x", "y", "zz", "xyz")) {
            exercises.add(new Exercise(
                    text, new Prompt(List.of(Message.user(text)), List.of(), new Sampling(1, 1, 6, 0, List.of()))));
        }
        return exercises;
    }

    private static final Credit GRPO = Credit.of(new Advantage.Grpo(Advantage.Deviation.GROUP_UNBIASED, 1e-6));

    private static List<Practice.Round> practise(
            PolicyGradient objective, Credit credit, PracticeSettings settings, TrainingSettings training) {
        var rounds = new ArrayList<Practice.Round>();
        Model model = model();
        try (var policy = new LocalPolicy("self", model, 2);
                var start = model();
                var reference = new Frozen("start", start.transformer())) {
            new Practice(model, policy, PATTERN, credit, objective, reference, settings, training)
                    .run(exercises(), rounds::add);
        }
        return rounds;
    }

    private static double reward(Practice.Round round) {
        return Objects.requireNonNull(round.values().get("reward_mean"));
    }

    @Test
    void learnsAPatternByItsRewardAndNotWithoutLearning() {
        PracticeSettings settings = PracticeSettings.of(45, 4, 16, 3).withUpdates(2);
        List<Practice.Round> rounds = practise(PolicyGradient.dapo(), GRPO, settings, TRAINING);
        List<Practice.Round> control =
                practise(PolicyGradient.dapo(), GRPO, settings, TRAINING.with(LearningRate.cosine(1e-12, 3)));
        assertThat(reward(rounds.getFirst())).isLessThan(0.1);
        assertThat(reward(rounds.getLast())).isGreaterThan(0.8);
        assertThat(reward(control.getLast())).isLessThan(0.1);
        int steps = 0;
        for (Practice.Round round : rounds) {
            if (Objects.requireNonNull(round.values().get("learned")) == 0) {
                assertThat(round.values().get("groups_informative")).isZero();
                continue;
            }
            steps += 2;
            assertThat(round.values().get("sampler_gap_largest")).isLessThan(1e-4);
            assertThat(round.values())
                    .containsKeys("clip_fraction", "surprisal", "groups_informative", "old_kl", "loss");
        }
        assertThat(rounds.getLast().version()).isEqualTo(steps);
    }

    @Test
    void theSameSettingsGiveTheSameRollouts() {
        PracticeSettings settings = PracticeSettings.of(3, 2, 4, 5);
        List<Practice.Round> rounds = practise(PolicyGradient.grpo(), GRPO, settings, TRAINING);
        List<Practice.Round> again = practise(PolicyGradient.grpo(), GRPO, settings, TRAINING);
        assertThat(rounds.toString()).isEqualTo(again.toString());
        assertThat(rounds.getLast().values()).isEqualTo(again.getLast().values());
        assertThat(rounds.stream()
                        .flatMap(r -> r.groups().stream())
                        .flatMap(g -> g.rollouts().stream())
                        .map(r -> r.sequence())
                        .distinct()
                        .count())
                .isGreaterThan(20);
    }

    @Test
    void referencesBaselinesAndOldLogProbabilitiesAreAskedFor() {
        PracticeSettings settings = PracticeSettings.of(2, 2, 4, 5)
                .with(Sampler.Baseline.GREEDY)
                .with(new KlController.Adaptive(0.05, 1e-3, 100));
        PolicyGradient objective = PolicyGradient.grpo()
                .withOld(PolicyGradient.Old.TRAINER)
                .withCorrection(new Correction.TruncatedTokens(2))
                .withPenalty(new Penalty.Estimated(0.1, KlEstimator.K3));
        List<Practice.Round> rounds = practise(objective, Credit.of(new Advantage.ReMax()), settings, TRAINING);
        assertThat(rounds.getFirst().values().get("kl")).isCloseTo(0, within(1e-4));
        assertThat(rounds.getFirst().values().get("kl_in_reward")).isCloseTo(0, within(1e-4));
        assertThat(rounds.getFirst().values().get("correction_mean")).isCloseTo(1, within(1e-4));
        assertThat(rounds.getLast().values().get("kl")).isPositive();
        // 8 rollouts a round: the divergence is below its target at first, so the coefficient falls by 0.2 · 8/100.
        assertThat(rounds.getLast().values().get("kl_coefficient")).isCloseTo(0.05 * (1 - 0.016), within(1e-4));
        assertThat(rounds.getFirst().groups().getFirst().greedy()).isInstanceOf(Score.Value.class);
    }

    @Test
    void theGapIsThatOfEachToken() {
        Model model = model();
        try (var policy = new LocalPolicy("self", model, 2);
                var trained = new Frozen("self", model.transformer())) {
            List<Rollout> rollouts = new Sampler(policy, model, 4, Sampler.Baseline.NONE, PATTERN)
                    .sample(exercises(), 0, 1).stream()
                            .flatMap(g -> g.rollouts().stream())
                            .toList();
            SamplerGap gap = SamplerGap.of(trained, rollouts, 2);
            assertThat(gap.largest()).isLessThan(1e-4);
            assertThat(gap.tokens())
                    .isEqualTo(rollouts.stream()
                            .mapToInt(r -> r.sequence().count())
                            .sum());
            Rollout wrong = rollouts.get(5);
            wrong.logProbs()[1] += 0.5f;
            SamplerGap seen = SamplerGap.of(trained, rollouts, 2);
            assertThat(seen.largest()).isCloseTo(0.5, within(1e-4));
            assertThat(seen.worst()).isEqualTo(wrong.id());
            assertThat(seen.mean()).isCloseTo(0.5 / gap.tokens(), within(1e-4));
            assertThat((double) seen.perToken().get(5)[1]).isCloseTo(0.5, within(1e-4));
        }
    }

    @Test
    void whatAnEndpointDoesNotTellIsAReason() {
        try (Model model = model()) {
            int prompt =
                    model.chat().prompt(List.of(), List.of(Message.user("x"))).length();
            List<Reply> replies = List.of(
                    ScriptedPolicy.say("abab"),
                    new Reply.Failure(Fault.SYSTEM, "The endpoint is down."),
                    completion(prompt + 1, 1, 2),
                    completion(prompt, 1, 9_999),
                    completion(prompt, 7, 8),
                    completion(-1, 7, 8));
            Policy policy = ScriptedPolicy.inOrder("endpoint", replies);
            List<Rollout> rollouts = new Sampler(policy, model, 6, Sampler.Baseline.NONE, PATTERN)
                    .sample(exercises().subList(0, 1), 3, 1)
                    .getFirst()
                    .rollouts();
            assertThat(rollouts.subList(0, 4))
                    .allMatch(r ->
                            r.reward() instanceof Score.Unscored && r.sequence().count() == 0);
            assertThat(rollouts.get(0).reward().toString()).contains("does not tell the ids");
            assertThat(rollouts.get(1).reward().toString()).contains("The endpoint is down.");
            assertThat(rollouts.get(2).reward().toString()).contains("do not use one format");
            assertThat(rollouts.get(3).reward().toString()).contains("vocabulary");
            assertThat(rollouts.subList(4, 6)).allMatch(r -> r.sequence().count() == 2);
            assertThat(rollouts.get(4).versions()).containsExactly(3, 3);
            assertThat(rollouts.get(4).sequence().targets()).containsExactly(7, 8);
        }
    }

    private static Reply completion(int promptTokens, int... ids) {
        return new Reply.Completion(
                Message.assistant("ab"), "stop", promptTokens, ids.length, new Tokens(ids, new float[ids.length]));
    }

    @Test
    void stopsBeforeAStepThatIsNoNumber() {
        Model model = model();
        try (var policy = new LocalPolicy("self", model, 1)) {
            Reward broken = (exercise, completion) ->
                    Score.of(1e300 * (completion.message().content().hashCode() % 7));
            float[] before = Torch.floats(model.transformer().parameters().flat());
            var practice = new Practice(
                    model,
                    policy,
                    broken,
                    Credit.of(new Advantage.DrGrpo()),
                    PolicyGradient.dapo(),
                    null,
                    PracticeSettings.of(2, 4, 8, 1),
                    TRAINING);
            assertThatThrownBy(() -> practice.run(exercises(), round -> {}))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("diverged after 0 steps");
            assertThat(Torch.floats(model.transformer().parameters().flat())).isEqualTo(before);
        }
    }
}

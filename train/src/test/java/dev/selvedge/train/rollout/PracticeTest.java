package dev.selvedge.train.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.ContentHash;
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
import dev.selvedge.train.objective.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PracticeTest {
    private static final Tokenizer TOKENIZER =
            new TokenizerTrainer(263, RoleTokens.SPECIAL_TOKENS).train(List.of("abc abc"));

    private static final TrainingSettings TRAINING = TrainingSettings.defaults()
            .withSteps(200)
            .with(LearningRate.cosine(1e-2, 3))
            .withThreads(2);

    /** How much of {@code ababab} stands at its place in a reply. */
    private static final Reward PATTERN = Reward.each((exercise, completion) -> {
        String text = completion.message().content();
        int right = 0;
        for (int i = 0; i < text.length(); i++) {
            right += text.charAt(i) == (i % 2 == 0 ? 'a' : 'b') ? 1 : 0;
        }
        return Score.of(Math.min(1, right / 6.0));
    });

    private static Model model() {
        return Model.fresh(ModelConfig.small(Family.LLAMA, TOKENIZER.vocabularySize(), 32, 1, 32), TOKENIZER, 1);
    }

    private static final ContentHash GIVEN = ContentHash.of("exercises");

    private static List<Exercise> exercises() {
        return exercises(Sampling.at(1, 6));
    }

    private static List<Exercise> exercises(Sampling sampling) {
        var exercises = new ArrayList<Exercise>();
        for (String text : List.of("x", "y", "zz", "xyz")) {
            exercises.add(new Exercise(text, new Prompt(List.of(Message.user(text)), List.of(), sampling)));
        }
        return exercises;
    }

    private static final Credit GRPO = Credit.of(new Advantage.Grpo(Advantage.Deviation.GROUP_UNBIASED, 1e-6));

    private static Practice practice(
            Model model,
            LocalPolicy policy,
            Draw draw,
            Credit credit,
            PolicyGradient objective,
            @Nullable Frozen reference,
            PracticeSettings settings) {
        var sampler = new Sampler(policy, model, draw.rollouts, draw.baseline, PATTERN);
        List<List<Exercise>> blocks = exercises().stream().map(List::of).toList();
        Drill drill = Drill.shuffled(sampler, blocks, draw.exercises, draw.seed);
        return new Practice(model, drill, Map.of("self", credit), objective, reference, settings, draw.training);
    }

    /** What is drawn in a round, and how it is learned from. */
    private record Draw(int exercises, int rollouts, long seed, Sampler.Baseline baseline, TrainingSettings training) {
        static Draw of(int exercises, int rollouts, long seed) {
            return new Draw(exercises, rollouts, seed, Sampler.Baseline.NONE, TRAINING);
        }
    }

    private static List<Practice.Round> practise(
            PolicyGradient objective, Credit credit, PracticeSettings settings, Draw draw) {
        var rounds = new ArrayList<Practice.Round>();
        Model model = model();
        try (var policy = new LocalPolicy("self", model, 2);
                var start = model();
                var reference = new Frozen("start", start.transformer())) {
            practice(model, policy, draw, credit, objective, reference, settings)
                    .run(null, GIVEN, rounds::add);
        }
        return rounds;
    }

    private static double reward(Practice.Round round) {
        return Objects.requireNonNull(round.values().get("reward_mean"));
    }

    @Test
    void learnsAPatternByItsRewardAndNotWithoutLearning() {
        PracticeSettings settings = PracticeSettings.of(45).withUpdates(2);
        Draw draw = Draw.of(4, 16, 3);
        TrainingSettings still = TRAINING.with(LearningRate.cosine(1e-12, 3));
        List<Practice.Round> rounds = practise(PolicyGradient.dapo(), GRPO, settings, draw);
        List<Practice.Round> control =
                practise(PolicyGradient.dapo(), GRPO, settings, new Draw(4, 16, 3, Sampler.Baseline.NONE, still));
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
        PracticeSettings settings = PracticeSettings.of(3);
        List<Practice.Round> rounds = practise(PolicyGradient.grpo(), GRPO, settings, Draw.of(2, 4, 5));
        List<Practice.Round> again = practise(PolicyGradient.grpo(), GRPO, settings, Draw.of(2, 4, 5));
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
        PracticeSettings settings = PracticeSettings.of(2).with(new KlController.Adaptive(0.05, 1e-3, 100));
        Draw draw = new Draw(2, 4, 5, Sampler.Baseline.GREEDY, TRAINING);
        PolicyGradient objective = PolicyGradient.grpo()
                .withOld(PolicyGradient.Old.TRAINER)
                .withCorrection(new Correction.TruncatedTokens(2))
                .withPenalty(new Penalty.Estimated(0.1, KlEstimator.K3));
        List<Practice.Round> rounds = practise(objective, Credit.of(new Advantage.ReMax()), settings, draw);
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
    void probabilitiesAreOfTheWholeDistributionHoweverTokensAreDrawn() {
        Model model = model();
        try (var policy = new LocalPolicy("self", model, 2);
                var trained = new Frozen("self", model.transformer())) {
            Sampling whole = Sampling.at(1, 6);
            for (Sampling few : List.of(whole.withTopK(1), whole.withTopP(1e-9))) {
                List<RolloutGroup> groups =
                        new Sampler(policy, model, 3, Sampler.Baseline.NONE, PATTERN).sample(exercises(few), 0, 1);
                assertThat(groups)
                        .as("where one token is left, there is one reply")
                        .allSatisfy(group -> assertThat(group.rollouts().stream()
                                        .map(rollout -> Arrays.toString(
                                                rollout.sequence().targets()))
                                        .distinct())
                                .hasSize(1));
                List<Rollout> rollouts = groups.stream()
                        .flatMap(group -> group.rollouts().stream())
                        .toList();
                assertThat(rollouts)
                        .allSatisfy(rollout -> assertThat(rollout.logProbs()[0])
                                .as("and its probability is not 1")
                                .isLessThan(-0.1f));
                assertThat(SamplerGap.of(trained, rollouts, 2).largest()).isLessThan(1e-4);
            }
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
            Reward broken = Reward.each((exercise, completion) ->
                    Score.of(1e300 * (completion.message().content().hashCode() % 7)));
            float[] before = Torch.floats(model.transformer().parameters().flat());
            var practice = new Practice(
                    model,
                    Drill.inOrder(new Sampler(policy, model, 8, Sampler.Baseline.NONE, broken), exercises(), 4, 1),
                    Map.of("self", Credit.of(new Advantage.DrGrpo())),
                    PolicyGradient.dapo(),
                    null,
                    PracticeSettings.of(2),
                    TRAINING);
            assertThatThrownBy(() -> practice.run(null, GIVEN, round -> {}))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("diverged after 0 steps");
            assertThat(Torch.floats(model.transformer().parameters().flat())).isEqualTo(before);
        }
    }

    @Test
    void whatIsStoppedGoesOnToTheSameWeights(@TempDir Path folder) {
        PracticeSettings settings = new PracticeSettings(6, 2, new KlController.Adaptive(0.05, 1e-3, 100), 2);
        List<float[]> weights = new ArrayList<>();
        for (int stop : new int[] {0, 3, 4}) {
            var told = new ArrayList<Integer>();
            for (int sitting = 0; sitting < (stop == 0 ? 1 : 2); sitting++) {
                Model model = model();
                try (var policy = new LocalPolicy("self", model, 2);
                        var start = model();
                        var reference = new Frozen("start", start.transformer())) {
                    Practice practice =
                            practice(model, policy, Draw.of(3, 4, 5), GRPO, PolicyGradient.grpo(), reference, settings);
                    boolean stopped = stop > 0 && sitting == 0;
                    Path own = folder.resolve("stopped-at-" + stop);
                    try {
                        practice.run(own, GIVEN, round -> {
                            told.add(round.round());
                            if (stopped && round.round() == stop) {
                                throw new IllegalStateException("the power is gone");
                            }
                        });
                        weights.add(
                                Torch.floats(model.transformer().parameters().flat()));
                    } catch (IllegalStateException expected) {
                        assertThat(stopped).isTrue();
                    }
                }
            }
            assertThat(told)
                    .containsExactlyElementsOf(
                            switch (stop) {
                                case 3 -> List.of(1, 2, 3, 3, 4, 5, 6);
                                case 4 -> List.of(1, 2, 3, 4, 3, 4, 5, 6);
                                default -> List.of(1, 2, 3, 4, 5, 6);
                            });
        }
        assertThat(weights.get(1)).isEqualTo(weights.get(0));
        assertThat(weights.get(2)).isEqualTo(weights.get(0));
    }

    /** What the roles get in each round. */
    private static final List<Map<String, double[]>> GAMES = List.of(
            Map.of("one", new double[] {1, 0}, "other", new double[] {-1}),
            Map.of("one", new double[] {1}, "other", new double[] {-0.5}),
            Map.of("one", new double[] {0}, "other", new double[] {1}));

    private static List<RolloutGroup> games(int round) {
        var groups = new ArrayList<RolloutGroup>();
        GAMES.get(round).forEach((role, rewards) -> {
            for (int i = 0; i < rewards.length; i++) {
                String id = role + "-" + round + "-" + i;
                var sequence = Sequence.of(new int[] {1, 2}, new int[] {id.length(), 40 + 10 * round + i});
                var rollout = new Rollout(
                        id,
                        id,
                        role,
                        sequence,
                        new float[0],
                        new int[2],
                        "stop",
                        Score.of(rewards[i]),
                        1,
                        new float[0]);
                groups.add(new RolloutGroup(id, List.of(rollout)));
            }
        });
        return groups;
    }

    /**
     * With decay 0.5 the mean of the one goes 0, 0.5, 0.25, 0.625, that of the other 0, -0.5, -0.5; in the second round the
     * other gets what it always gets, and nothing is learned from it.
     */
    @Test
    void baselinesOfRolesGoFromRoundToRoundAndOverAStop(@TempDir Path folder) {
        Credit credit = Credit.of(new Advantage.RunningMean(0.5, 0));
        List<float[]> weights = new ArrayList<>();
        for (boolean stops : new boolean[] {false, true}) {
            var rounds = new ArrayList<Practice.Round>();
            for (boolean stopping : stops ? new boolean[] {true, false} : new boolean[] {false}) {
                try (Model model = model()) {
                    var practice = new Practice(
                            model,
                            (round, version) -> games(round),
                            Map.of("one", credit, "other", credit),
                            PolicyGradient.reinforce(),
                            null,
                            PracticeSettings.of(3),
                            TRAINING);
                    practice.run(folder.resolve("stops-" + stops), GIVEN, round -> {
                        if (stopping && round.round() == 2) {
                            throw new IllegalStateException("the power is gone");
                        }
                        rounds.add(round);
                    });
                    weights.add(Torch.floats(model.transformer().parameters().flat()));
                } catch (IllegalStateException expected) {
                    assertThat(stopping).isTrue();
                }
            }
            assertThat(rounds)
                    .extracting(round -> round.values().get("one.baseline"))
                    .containsExactly(0.0, 0.25, 0.625);
            assertThat(rounds)
                    .extracting(round -> round.values().get("other.baseline"))
                    .containsExactly(0.0, -0.5, -0.5);
            assertThat(rounds)
                    .extracting(round -> round.values().get("learned"))
                    .containsExactly(3.0, 1.0, 2.0);
        }
        assertThat(weights.get(1)).isEqualTo(weights.get(0));
        assertThat(weights.get(0))
                .isNotEqualTo(Torch.floats(model().transformer().parameters().flat()));
    }

    @Test
    void rolesAreCreditedApartAndAMutedReplyTeachesNothing() {
        Model model = model();
        try (var one = LocalPolicy.sharing("one", model, 1);
                var other = new LocalPolicy("other", model, 1)) {
            Reward any = Reward.each((exercise, completion) ->
                    Score.of(completion.message().content().hashCode() & 1));
            Reward muted = attempts -> any.of(attempts).stream()
                    .map(mark -> new Reward.Mark(mark.score(), 0))
                    .toList();
            var first = new Sampler(one, model, 8, Sampler.Baseline.NONE, any);
            var second = new Sampler(other, model, 8, Sampler.Baseline.NONE, muted);
            Drill both = (round, version) -> {
                var groups = new ArrayList<>(first.sample(exercises(), version, round));
                groups.addAll(second.sample(exercises(), version, round));
                return groups;
            };
            var rounds = new ArrayList<Practice.Round>();
            new Practice(
                            model,
                            both,
                            Map.of("one", GRPO, "other", GRPO),
                            PolicyGradient.grpo(),
                            null,
                            PracticeSettings.of(1),
                            TRAINING)
                    .run(null, GIVEN, rounds::add);
            assertThat(rounds.getFirst().values())
                    .containsEntry("one.rollouts", 32.0)
                    .containsEntry("other.rollouts", 32.0)
                    .containsEntry("other.groups_informative", 0.0);
            assertThat(rounds.getFirst().values().get("one.groups_informative")).isPositive();
            assertThat(rounds.getFirst().rejected())
                    .anyMatch(row -> row.reason().equals("no advantage"));
        }
    }
}

package dev.selvedge.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.Measures;
import dev.selvedge.train.objective.PolicyGradient.Old;
import dev.selvedge.train.objective.Surrogate.WithLikelihood.On;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyGradientTest {
    private static final PolicyGradient PLAIN = PolicyGradient.grpo();

    static Stream<PolicyGradient> objectives() {
        var mask = new TokenMask.OutOfBounds(0.2, 0.3, 1.5, new TokenMask.Tolerance.Decaying(0.3));
        return Stream.of(
                PLAIN,
                PolicyGradient.drGrpo(8),
                PolicyGradient.dapo(),
                PolicyGradient.darc(),
                PolicyGradient.agentCpm(),
                PolicyGradient.miniRl(),
                PolicyGradient.reinforce(),
                PolicyGradient.cispo(1.3),
                PolicyGradient.gmpo(),
                PolicyGradient.gmpo().withOld(Old.TRAINER),
                PolicyGradient.spc(),
                PLAIN.withSurrogate(new Surrogate.WithLikelihood(new Surrogate.Unclipped(), 0.4, On.WON)),
                PLAIN.withAggregation(new Aggregation.SumOver(17)),
                PLAIN.withAggregation(new Aggregation.SequenceSum()),
                with(new Ratio.Sequence(), new Surrogate.Clipped(0.2, 0.25)),
                with(new Ratio.SequenceToken(), new Surrogate.Clipped(0.2, 0.25, 2)),
                with(new Ratio.Token(), new Surrogate.Cispo(0.8, 1.2)),
                with(new Ratio.Token(), new Surrogate.Sapo(1, 1.5)),
                with(new Ratio.Token(), new Surrogate.GradientPreserving(0.2, 0.3, 0.5, 0.7)),
                PLAIN.withOld(Old.CURRENT),
                PLAIN.withOld(Old.TRAINER).withCorrection(new Correction.TruncatedTokens(1.2)),
                PLAIN.withOld(Old.TRAINER).withCorrection(new Correction.TruncatedSequences(1.5)),
                PLAIN.withOld(Old.TRAINER).withCorrection(new Correction.RejectedTokens(0.7, 1.4)),
                PolicyGradient.reinforce().withCorrection(new Correction.TruncatedTokens(1.2)),
                PLAIN.withMasks(List.of(mask)),
                PLAIN.withMasks(List.of(mask, new TokenMask.OffPolicySequences(0.05))),
                PLAIN.withPenalty(new Penalty.Estimated(0.7, KlEstimator.K1)),
                PLAIN.withPenalty(new Penalty.Estimated(0.7, KlEstimator.K2)),
                PLAIN.withPenalty(new Penalty.Estimated(0.7, KlEstimator.K3)),
                PLAIN.withPenalty(new Penalty.Estimated(0.7, KlEstimator.ABSOLUTE)),
                PLAIN.withPenalty(new Penalty.Estimated(0.7, KlEstimator.K1_STRAIGHT_THROUGH)),
                PLAIN.withPenalty(new Penalty.Estimated(0.7, KlEstimator.K3_STRAIGHT_THROUGH)),
                PLAIN.withPenalty(new Penalty.Estimated(0.7, KlEstimator.ABSOLUTE_STRAIGHT_THROUGH)));
    }

    private static PolicyGradient with(Ratio ratio, Surrogate surrogate) {
        return new PolicyGradient(
                Old.SAMPLER,
                ratio,
                surrogate,
                List.of(),
                new Correction.None(),
                new Penalty.None(),
                new Aggregation.TokenMean());
    }

    /**
     * Sequences whose stored log-probabilities lie around those of the transformer; the third is neither good nor bad.
     */
    static List<PolicyExample> examples(Transformer transformer, int count, long seed) {
        var random = new Random(seed);
        var sequences = new ArrayList<Sequence>();
        for (int i = 0; i < count; i++) {
            sequences.add(Lab.sequence(random));
        }
        double[][] logProbs = Lab.logProbs(transformer, sequences);
        var examples = new ArrayList<PolicyExample>();
        for (int i = 0; i < count; i++) {
            int n = logProbs[i].length;
            double common = random.nextGaussian();
            float[] advantages = new float[n];
            int[] versions = new int[n];
            for (int t = 0; t < n; t++) {
                advantages[t] = (float) (common + 0.3 * random.nextGaussian()) * (i == 2 ? 0 : 1);
                versions[t] = 7 - random.nextInt(3);
            }
            examples.add(new PolicyExample(
                    "rollout-" + i,
                    sequences.get(i),
                    advantages,
                    around(logProbs[i], random),
                    around(logProbs[i], random),
                    around(logProbs[i], random),
                    versions,
                    7));
        }
        return examples;
    }

    private static float[] around(double[] values, Random random) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (values[i] + 0.35 * random.nextGaussian());
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void agreesWithTheFormulaAndItsDifferences(PolicyGradient objective) {
        try (var transformer = Lab.transformer(1)) {
            List<PolicyExample> examples = examples(transformer, 9, 2);
            List<Sequence> sequences =
                    examples.stream().map(PolicyExample::sequence).toList();
            double[][] start = Lab.logProbs(transformer, sequences);
            Lab.check(
                    transformer,
                    objective,
                    examples,
                    t -> PolicyOracle.loss(objective, examples, Lab.logProbs(t, sequences), start));
        }
    }

    @Test
    void theFullPenaltyIsTheDivergenceOverTheVocabulary() {
        try (var transformer = Lab.transformer(1);
                var other = Lab.transformer(5);
                var reference = new Frozen("other", other)) {
            List<PolicyExample> examples = examples(transformer, 6, 3);
            List<Sequence> sequences =
                    examples.stream().map(PolicyExample::sequence).toList();
            double[][][] wanted = Lab.distributions(other, sequences);
            Lab.check(transformer, PLAIN.withPenalty(new Penalty.Full(0.7, reference)), examples, t -> {
                double[][] logProbs = Lab.logProbs(t, sequences);
                double sum = PolicyOracle.loss(PLAIN, examples, logProbs, logProbs);
                double[][][] own = Lab.distributions(t, sequences);
                for (int i = 0; i < own.length; i++) {
                    for (int r = 0; r < own[i].length; r++) {
                        for (int v = 0; v < Lab.VOCABULARY; v++) {
                            double difference = own[i][r][v] - wanted[i][r][v];
                            sum += 0.7 * Math.exp(own[i][r][v]) * difference / own[i].length;
                        }
                    }
                }
                return sum;
            });
        }
    }

    /** Two tokens worked by hand: r = 1.5 with A = 2 is clipped to 1.28, r = 0.5 with A = -1 to 0.8. */
    @Test
    void clippedTokensByHand() {
        try (var transformer = Lab.transformer(1)) {
            var sequence = new Sequence(new int[] {1, 2, 3}, new int[] {1, 2});
            double[] now = Lab.logProbs(transformer, List.of(sequence))[0];
            float[] old = {(float) (now[0] - Math.log(1.5)), (float) (now[1] - Math.log(0.5))};
            var example = new PolicyExample(
                    "by hand", sequence, new float[] {2, -1}, old, new float[0], new float[0], new int[] {3, 4}, 4);
            var measures = new Measures();
            double loss = Lab.loss(transformer, PolicyGradient.dapo(), List.of(List.of(example)), measures);
            assertThat(loss).isCloseTo(-2 * 1.28 + 0.8, within(1e-5));
            assertThat(measures.values().get("clip_fraction")).isEqualTo(1);
            assertThat(measures.values().get("ratio_largest")).isCloseTo(1.5, within(1e-5));
            assertThat(measures.values().get("staleness")).isEqualTo(0.5);
            assertThat(measures.values().get("sampler_gap_largest")).isCloseTo(Math.log(2), within(1e-5));
            assertThat(measures.values().get("sampler_gap_mean")).isCloseTo(Math.log(2), within(1e-5));
        }
    }

    /**
     * A game won with a sentence ratio of √(1.5 · 1.5) = 1.5 is clipped to 1.2, one lost with √(0.9 · 0.4) = 0.6 to 0.8,
     * and of what is given 0.15 of its mean surprisal counts, whatever its ratio.
     */
    @Test
    void spcByHand() {
        try (var transformer = Lab.transformer(1)) {
            var sequence = new Sequence(new int[] {1, 2, 3}, new int[] {1, 2});
            double[] now = Lab.logProbs(transformer, List.of(sequence))[0];
            List<PolicyExample> examples = List.of(
                    spc(sequence, 1, now, 1.5, 1.5), spc(sequence, -1, now, 0.9, 0.4), spc(sequence, 0, now, 9, 9));
            var measures = new Measures();
            double loss = Lab.loss(transformer, PolicyGradient.spc(), List.of(examples), measures);
            assertThat(loss).isCloseTo(-1.2 + 0.8 - 0.15 * (now[0] + now[1]) / 2, within(1e-5));
            assertThat(measures.values().get("clip_fraction")).isCloseTo(2 / 3.0, within(1e-9));
            PolicyGradient won = PolicyGradient.spc()
                    .withSurrogate(new Surrogate.WithLikelihood(new Surrogate.Clipped(0.2, 0.2), 0.15, On.WON));
            assertThat(Lab.loss(transformer, won, List.of(examples), new Measures()))
                    .isCloseTo(loss, within(1e-5));
            assertThat(Lab.loss(transformer, won, List.of(examples.subList(1, 3)), new Measures()))
                    .isCloseTo(0.8, within(1e-5));
        }
    }

    private static PolicyExample spc(Sequence sequence, float advantage, double[] now, double... ratios) {
        float[] old = {(float) (now[0] - Math.log(ratios[0])), (float) (now[1] - Math.log(ratios[1]))};
        return new PolicyExample(
                "game", sequence, new float[] {advantage, advantage}, new float[0], old, new float[0], new int[2], 0);
    }

    @Test
    void stepsAreDividedByWhatTheAggregationSays() {
        try (var transformer = Lab.transformer(1)) {
            List<PolicyExample> examples = examples(transformer, 5, 2);
            int tokens = examples.stream().mapToInt(e -> e.sequence().count()).sum();
            assertThat(PolicyGradient.dapo().divisor(examples)).isEqualTo(tokens);
            assertThat(PLAIN.divisor(examples)).isEqualTo(5);
            assertThat(PolicyGradient.drGrpo(8).divisor(examples)).isEqualTo(5);
            assertThat(PLAIN.withAggregation(new Aggregation.SumOver(17)).divisor(examples))
                    .isEqualTo(17);
        }
    }

    @Test
    void saysWhatLogProbabilitiesAreMissing() {
        try (var transformer = Lab.transformer(1)) {
            PolicyExample example = examples(transformer, 1, 2).getFirst().withOld(new float[0]);
            assertThatThrownBy(() -> Lab.loss(
                            transformer, PLAIN.withOld(Old.TRAINER), List.of(List.of(example)), new Measures()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("rollout-0")
                    .hasMessageContaining("old");
            assertThatThrownBy(() -> new Surrogate.Clipped(0.2, 0.2, 0.5))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("dual");
        }
    }

    @Test
    void settingsAndNumbersMakeTheFingerprint() {
        try (var transformer = Lab.transformer(1)) {
            List<PolicyExample> examples = examples(transformer, 2, 2);
            var hash = PLAIN.fingerprint(examples);
            assertThat(PLAIN.fingerprint(examples(transformer, 2, 2))).isEqualTo(hash);
            assertThat(PolicyGradient.dapo().fingerprint(examples)).isNotEqualTo(hash);
            assertThat(PLAIN.fingerprint(
                            List.of(examples.getFirst(), examples.getLast().at(8))))
                    .isNotEqualTo(hash);
        }
    }
}

package dev.selvedge.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.LearningRate;
import dev.selvedge.train.Measures;
import dev.selvedge.train.Trainer;
import dev.selvedge.train.TrainingEvent;
import dev.selvedge.train.TrainingSettings;
import dev.selvedge.train.objective.Preference.Anchor;
import dev.selvedge.train.objective.Preference.Length;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreferenceTest {
    static Stream<Preference> objectives() {
        return Stream.of(
                Preference.dpo(0.1),
                Preference.dpo(0.4).withLikelihood(0.1),
                new Preference(new PairLoss.Logistic(0.1), 0.3, Anchor.REFERENCE, Length.SUM, 0, 0),
                new Preference(new PairLoss.Robust(0.1), 0.3, Anchor.REFERENCE, Length.SUM, 0.2, 0),
                new Preference(new PairLoss.Logistic(0), 0.5, Anchor.REFERENCE, Length.MEAN, 0, 0),
                Preference.spin(0.3, new PairLoss.Logistic(0)),
                Preference.spin(0.3, new PairLoss.Hinge()),
                Preference.spin(0.3, new PairLoss.Exponential()),
                Preference.spin(0.3, new PairLoss.Correlation()),
                Preference.simPo(2, 0.5),
                Preference.ipo(0.2));
    }

    private static List<PreferencePair> pairs(int count, long seed) {
        var random = new Random(seed);
        var pairs = new ArrayList<PreferencePair>();
        for (int i = 0; i < count; i++) {
            pairs.add(new PreferencePair("pair-" + i, Lab.sequence(random), Lab.sequence(random))
                    .withMargin(0.2 * random.nextGaussian()));
        }
        return pairs;
    }

    private static double logSigmoid(double x) {
        return -Math.log1p(Math.exp(-x));
    }

    private static double oracle(Preference objective, PreferencePair pair, double[] chosen, double[] rejected) {
        double c = 0;
        double r = 0;
        for (double l : chosen) {
            c += l;
        }
        for (double l : rejected) {
            r += l;
        }
        double likely = c / chosen.length;
        var reference = pair.reference();
        if (objective.anchor() == Anchor.REFERENCE && reference != null) {
            c -= reference.chosen();
            r -= reference.rejected();
        }
        if (objective.length() == Length.MEAN) {
            c /= chosen.length;
            r /= rejected.length;
        }
        double beta = objective.beta();
        double t = beta * (c - r) - pair.margin() - objective.margin();
        double loss = switch (objective.loss()) {
            case PairLoss.Logistic(double e) -> -(1 - e) * logSigmoid(t) - e * logSigmoid(-t);
            case PairLoss.Robust(double e) -> (-(1 - e) * logSigmoid(t) + e * logSigmoid(-t)) / (1 - 2 * e);
            case PairLoss.Hinge() -> Math.max(0, 1 - t);
            case PairLoss.Exponential() -> Math.exp(-t);
            case PairLoss.Correlation() -> 1 - t;
            case PairLoss.Squared() -> Math.pow((t - 0.5) / beta, 2);
        };
        return loss - objective.likelihood() * likely;
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void agreesWithTheFormulaAndItsDifferences(Preference objective) {
        try (var transformer = Lab.transformer(1);
                var before = Lab.transformer(2);
                var reference = new Frozen("before", before)) {
            List<PreferencePair> pairs = PreferencePair.withReference(pairs(6, 3), reference, 2);
            Lab.check(transformer, objective, pairs, t -> sum(objective, pairs, t));
        }
    }

    private static double sum(Preference objective, List<PreferencePair> pairs, Transformer transformer) {
        double[][] chosen = Lab.logProbs(
                transformer, pairs.stream().map(PreferencePair::chosen).toList());
        double[][] rejected = Lab.logProbs(
                transformer, pairs.stream().map(PreferencePair::rejected).toList());
        double sum = 0;
        for (int i = 0; i < pairs.size(); i++) {
            sum += oracle(objective, pairs.get(i), chosen[i], rejected[i]);
        }
        return sum;
    }

    /** t = 1: log(1 + 1/e) = 0.31326, 1/e = 0.36788; with ε = 0.1 the logistic loss is 0.31326 + 0.1 · 1 = 0.41326. */
    @Test
    void lossesOfAPairByHand() {
        assertThat(at(new PairLoss.Logistic(0), 1)).isCloseTo(0.31326, within(1e-5));
        assertThat(at(new PairLoss.Logistic(0.1), 1)).isCloseTo(0.41326, within(1e-5));
        assertThat(at(new PairLoss.Robust(0.1), 1)).isCloseTo((0.9 * 0.31326 - 0.1 * 1.31326) / 0.8, within(1e-5));
        assertThat(at(new PairLoss.Exponential(), 1)).isCloseTo(0.36788, within(1e-5));
        assertThat(at(new PairLoss.Hinge(), 0.25)).isEqualTo(0.75);
        assertThat(at(new PairLoss.Hinge(), 1.25)).isZero();
        assertThat(at(new PairLoss.Correlation(), 3)).isEqualTo(-2);
        assertThat(at(new PairLoss.Squared(), 0.25)).isCloseTo(6.25, within(1e-5)); // (-0.25 / 0.1)²
        assertThat(PreferencePair.offset(2, 5, 4)).isZero();
        assertThat(PreferencePair.offset(2, 5, 3)).isCloseTo(2 * Math.log(2), within(1e-12));
    }

    private static double at(PairLoss loss, double t) {
        return loss.of(Tensor.create(new float[] {(float) t}), 0.1).item_double();
    }

    @Test
    void atTheReferenceItselfTheLossIsLogTwo() {
        try (var transformer = Lab.transformer(1);
                var reference = new Frozen("itself", transformer)) {
            List<PreferencePair> pairs = PreferencePair.withReference(
                    pairs(4, 3).stream().map(p -> p.withMargin(0)).toList(), reference, 1);
            var measures = new Measures();
            double loss = Lab.loss(transformer, Preference.dpo(0.1), List.of(pairs), measures);
            assertThat(loss / 4).isCloseTo(Math.log(2), within(1e-5));
            assertThat(measures.values().get("reward_margin")).isCloseTo(0, within(1e-5));
            assertThat(measures.values()).containsKeys("preference_accuracy", "reward_chosen", "reward_rejected");
        }
    }

    @Test
    void theTrainerMakesChosenAnswersMoreLikely() {
        try (var transformer = Lab.transformer(1);
                var reference = new Frozen("start", transformer)) {
            List<PreferencePair> pairs = PreferencePair.withReference(pairs(8, 5), reference, 2);
            var settings = TrainingSettings.defaults()
                    .withSteps(25)
                    .with(LearningRate.cosine(5e-3, 2))
                    .withThreads(2);
            var last = new TreeMap<String, Double>();
            new Trainer<>(transformer, Preference.dpo(0.5), settings).train(pairs, List.of(), null, event -> {
                if (event instanceof TrainingEvent.Stepped step) {
                    last.putAll(step.measures());
                }
            });
            assertThat(last.get("preference_accuracy")).isEqualTo(1);
            assertThat(last.get("reward_margin")).isGreaterThan(1);
        }
    }

    @Test
    void asksForTheReferenceWhereItIsNeeded() {
        try (var transformer = Lab.transformer(1)) {
            List<PreferencePair> pairs = pairs(2, 3);
            assertThatThrownBy(() -> Lab.loss(transformer, Preference.dpo(0.1), List.of(pairs), new Measures()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("pair-0");
            assertThat(Lab.loss(transformer, Preference.simPo(2, 0.5), List.of(pairs), new Measures()))
                    .isPositive();
            assertThat(Preference.dpo(0.1).longest(pairs.getFirst()))
                    .isLessThan(Preference.dpo(0.1).tokens(pairs.getFirst()));
        }
    }
}

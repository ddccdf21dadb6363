package dev.selvedge.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.LearningRate;
import dev.selvedge.train.Measures;
import dev.selvedge.train.Trainer;
import dev.selvedge.train.TrainingSettings;
import dev.selvedge.train.objective.Support.Rest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistillationTest {
    private static final Aggregation MEAN = new Aggregation.TokenMean();

    static Stream<Distillation> objectives() {
        var forward = new Divergence.Forward();
        var reverse = new Divergence.Reverse();
        return Stream.of(
                new Distillation(forward, new Support.Full(), MEAN, null),
                new Distillation(reverse, new Support.Full(), new Aggregation.SequenceMean(), null),
                new Distillation(new Divergence.JensenShannon(0.3), new Support.Full(), MEAN, null),
                new Distillation(forward, new Support.Top(3, Rest.LUMPED), MEAN, null),
                new Distillation(reverse, new Support.Top(3, Rest.LUMPED), MEAN, null),
                new Distillation(forward, new Support.Top(4, Rest.RENORMALISED), MEAN, null),
                new Distillation(reverse, new Support.Top(4, Rest.RENORMALISED), new Aggregation.SumOver(9), null),
                new Distillation(reverse, new Support.Sampled(), MEAN, null));
    }

    /** Completions after short prompts for the student and longer ones for the teacher. */
    private static List<DistillationExample> examples(int count) {
        var random = new Random(4);
        var examples = new ArrayList<DistillationExample>();
        for (int i = 0; i < count; i++) {
            examples.add(DistillationExample.of(
                    "example-" + i,
                    random.ints(1 + random.nextInt(3), 0, Lab.VOCABULARY).toArray(),
                    random.ints(3 + random.nextInt(5), 0, Lab.VOCABULARY).toArray(),
                    random.ints(2 + random.nextInt(5), 0, Lab.VOCABULARY).toArray()));
        }
        return examples;
    }

    private static List<Sequence> views(List<DistillationExample> examples) {
        return examples.stream()
                .map(e -> ((TeacherSignal.View) e.signal()).view())
                .toList();
    }

    private static List<DistillationExample> stored(
            Distillation objective, List<DistillationExample> examples, Frozen teacher) {
        List<Sequence> views = views(examples);
        List<? extends TeacherSignal> signals = switch (objective.support()) {
            case Support.Top(int tokens, Rest _) -> teacher.top(views, tokens, 2);
            case Support.Sampled() ->
                teacher.logProbs(views, 2).stream()
                        .map(TeacherSignal.OfTokens::new)
                        .toList();
            case Support.Full() -> views.stream().map(TeacherSignal.View::new).toList();
        };
        return IntStream.range(0, examples.size())
                .mapToObj(i -> new DistillationExample(
                        examples.get(i).id(), examples.get(i).student(), signals.get(i)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void agreesWithTheFormulaAndItsDifferences(Distillation settings) {
        try (var student = Lab.transformer(1);
                var other = Lab.transformer(2);
                var teacher = new Frozen("teacher", other)) {
            var objective =
                    new Distillation(settings.divergence(), settings.support(), settings.aggregation(), teacher);
            List<DistillationExample> examples = examples(6);
            double[][][] wanted = Lab.distributions(other, views(examples));
            double[][][] start = Lab.distributions(
                    student, examples.stream().map(DistillationExample::student).toList());
            Lab.check(student, objective, examples, t -> oracle(objective, examples, wanted, start, t));
            List<DistillationExample> stored = stored(objective, examples, teacher);
            double live = Lab.loss(student, objective, List.of(examples), new Measures());
            assertThat(Lab.loss(student, objective, List.of(stored), new Measures()))
                    .isCloseTo(live, within(1e-4));
        }
    }

    private static double oracle(
            Distillation objective,
            List<DistillationExample> examples,
            double[][][] wanted,
            double[][][] start,
            Transformer transformer) {
        double[][][] own = Lab.distributions(
                transformer, examples.stream().map(DistillationExample::student).toList());
        double sum = 0;
        for (int i = 0; i < own.length; i++) {
            int[] targets = examples.get(i).student().targets();
            for (int t = 0; t < targets.length; t++) {
                double token = objective.support() instanceof Support.Sampled
                        ? sampled(wanted[i][t][targets[t]], own[i][t][targets[t]], start[i][t][targets[t]])
                        : divergence(
                                objective.divergence(),
                                outcomes(objective.support(), wanted[i][t], wanted[i][t]),
                                outcomes(objective.support(), wanted[i][t], own[i][t]));
                sum += token * objective.aggregation().scale(targets.length);
            }
        }
        return sum;
    }

    /** log q - log p, with the gradient of half its square. */
    private static double sampled(double teacher, double student, double frozen) {
        return frozen - teacher + Math.pow(student - teacher, 2) / 2 - Math.pow(frozen - teacher, 2) / 2;
    }

    /** Probabilities of the outcomes that are compared. */
    private static double[] outcomes(Support support, double[] teacher, double[] logProbs) {
        if (!(support instanceof Support.Top(int tokens, Rest rest))) {
            return Arrays.stream(logProbs).map(Math::exp).toArray();
        }
        int[] best = IntStream.range(0, teacher.length)
                .boxed()
                .sorted((a, b) -> Double.compare(teacher[b], teacher[a]))
                .limit(tokens)
                .mapToInt(Integer::intValue)
                .toArray();
        double[] result = new double[rest == Rest.LUMPED ? tokens + 1 : tokens];
        double sum = 0;
        for (int k = 0; k < tokens; k++) {
            result[k] = Math.exp(logProbs[best[k]]);
            sum += result[k];
        }
        if (rest == Rest.LUMPED) {
            result[tokens] = 1 - sum;
        } else {
            for (int k = 0; k < tokens; k++) {
                result[k] /= sum;
            }
        }
        return result;
    }

    private static double divergence(Divergence divergence, double[] p, double[] q) {
        return switch (divergence) {
            case Divergence.Forward() -> kl(p, q);
            case Divergence.Reverse() -> kl(q, p);
            case Divergence.JensenShannon(double beta) -> {
                double[] mixed = new double[p.length];
                for (int k = 0; k < p.length; k++) {
                    mixed[k] = beta * p[k] + (1 - beta) * q[k];
                }
                yield beta * kl(p, mixed) + (1 - beta) * kl(q, mixed);
            }
        };
    }

    private static double kl(double[] p, double[] q) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            sum += p[k] * Math.log(p[k] / q[k]);
        }
        return sum;
    }

    /** p = (1/2, 1/2), q = (1/4, 3/4): forward log(2/√3) = 0.14384, reverse 0.75 log 3 - log 2 = 0.13081. */
    @Test
    void divergencesByHand() {
        Tensor p = Tensor.create(new float[] {(float) Math.log(0.5), (float) Math.log(0.5)}, 1, 2);
        Tensor q = Tensor.create(new float[] {(float) Math.log(0.25), (float) Math.log(0.75)}, 1, 2);
        assertThat(new Divergence.Forward().of(p, q).item_double()).isCloseTo(0.14384, within(1e-5));
        assertThat(new Divergence.Reverse().of(p, q).item_double()).isCloseTo(0.13081, within(1e-5));
        // m = (3/8, 5/8): 1/2 · (1/2 log(4/3) + 1/2 log(4/5)) + 1/2 · (1/4 log(2/3) + 3/4 log(6/5)) = 0.03382
        assertThat(new Divergence.JensenShannon(0.5).of(p, q).item_double()).isCloseTo(0.03382, within(1e-5));
    }

    /** What the teacher was shown and the student was not, the student learns to do without. */
    @Test
    void theTrainerBringsAStudentToItsTeachersView() {
        try (var student = Lab.transformer(1);
                var start = Lab.transformer(1);
                var teacher = new Frozen("start", start)) {
            Distillation objective = Distillation.forward(teacher);
            List<DistillationExample> examples = examples(8);
            var settings = TrainingSettings.defaults()
                    .withSteps(40)
                    .with(LearningRate.cosine(1e-2, 2))
                    .withThreads(2);
            var trainer = new Trainer<>(student, objective, settings);
            double before = trainer.evaluate(examples);
            trainer.train(examples, List.of(), null, event -> {});
            assertThat(before).isGreaterThan(0.1);
            assertThat(trainer.evaluate(examples)).isBetween(0.0, before / 10);
        }
    }

    @Test
    void equalViewsHaveNoDivergence() {
        try (var student = Lab.transformer(1);
                var teacher = new Frozen("itself", student)) {
            List<DistillationExample> same = examples(3).stream()
                    .map(e -> new DistillationExample(e.id(), e.student(), new TeacherSignal.View(e.student())))
                    .toList();
            for (Distillation settings : objectives().toList()) {
                var objective =
                        new Distillation(settings.divergence(), settings.support(), settings.aggregation(), teacher);
                var measures = new Measures();
                assertThat(Lab.loss(student, objective, List.of(same), measures))
                        .isCloseTo(0, within(2e-5));
                assertThat(measures.values().get("divergence")).isCloseTo(0, within(1e-5));
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        var student = Sequence.of(new int[] {1}, new int[] {2, 3});
        assertThatThrownBy(() -> new DistillationExample(
                        "x", student, new TeacherSignal.View(Sequence.of(new int[] {4, 5}, new int[] {2, 7}))))
                .hasMessageContaining("token 1 of x is 3 for the student and 7 for the teacher");
        assertThatThrownBy(() -> new DistillationExample("x", student, new TeacherSignal.OfTokens(new float[3])))
                .hasMessageContaining("of 3 tokens, the student has 2");
        assertThatThrownBy(() -> new Distillation(new Divergence.Forward(), new Support.Sampled(), MEAN, null))
                .isInstanceOf(UserException.class);
        try (var transformer = Lab.transformer(1)) {
            var example = new DistillationExample("x", student, new TeacherSignal.View(student));
            var objective = new Distillation(new Divergence.Forward(), new Support.Full(), MEAN, null);
            assertThatThrownBy(() -> Lab.loss(transformer, objective, List.of(List.of(example)), new Measures()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("no teacher");
            var known = new DistillationExample("x", student, new TeacherSignal.OfTokens(new float[2]));
            assertThatThrownBy(() -> Lab.loss(transformer, objective, List.of(List.of(known)), new Measures()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("whole distribution");
        }
    }
}

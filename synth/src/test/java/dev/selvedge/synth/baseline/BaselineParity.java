package dev.selvedge.synth.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.parity.ParityCase;
import dev.selvedge.core.parity.ParityException;
import dev.selvedge.synth.play.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** R-Zero and SPICE as DARC's code has them; their cases run with those of DARC. */
public final class BaselineParity {
    private static final double EXACT = 1e-9;
    private static final double FLOAT = 1e-6;

    public static final Map<String, Consumer<ParityCase>> COMPARISONS = Map.of(
            "rzero.bleu_distance_matrix",
            BaselineParity::distances,
            "rzero.cluster_share_per_problem",
            BaselineParity::shares,
            "rzero.compute_score",
            BaselineParity::challenger,
            "spice.parse_challenger_output",
            BaselineParity::reply,
            "spice.challenger_reward",
            BaselineParity::bell);

    private BaselineParity() {}

    private static void distances(ParityCase each) {
        double[][] distances = QuestionClusters.of(each.texts("sentences")).distances();
        assertThat(each.output().size()).isEqualTo(distances.length);
        for (int i = 0; i < distances.length; i++) {
            assertThat(distances[i]).containsExactly(doubles(each.output().get(i)), within(EXACT));
        }
    }

    private static void shares(ParityCase each) {
        if (each.raises() && each.input("problems").size() == 1) {
            ParityException.LONE_QUESTION.skip();
        }
        double[] shares = QuestionClusters.of(each.texts("problems"))
                .shares(each.input("distance_threshold").doubleValue(QuestionClusters.DISTANCE));
        assertThat(shares).containsExactly(doubles(each.output()), within(EXACT));
    }

    private static void challenger(ParityCase each) {
        boolean duplicates = each.row().path("source").asString().endsWith("caller_penalty.py");
        List<RZeroReward.Scored> scores = new RZeroReward(duplicates)
                .score(
                        each.texts("predicts"),
                        (question, answer) ->
                                each.input("stub_solver_scores").path(question).doubleValue(0));
        assertThat(each.output().size()).isEqualTo(scores.size());
        for (int i = 0; i < scores.size(); i++) {
            RZeroReward.Scored scored = scores.get(i);
            JsonNode expected = each.output().get(i);
            double has = scored.hasQuestion() ? 1 : 0;
            assertThat(scored.overall()).isCloseTo(expected.path("overall").doubleValue(), within(EXACT));
            assertThat(has).isEqualTo(expected.path("format").doubleValue());
            assertThat(duplicates ? scored.duplicates() : has)
                    .isCloseTo(expected.path("accuracy").doubleValue(), within(EXACT));
        }
    }

    private static void reply(ParityCase each) {
        ChallengerReply reply = ChallengerReply.read(each.text("text"), each.text("expected_answer_type"));
        JsonNode expected = each.output();
        assertThat(reply.question()).isEqualTo(expected.path("question").stringValue());
        assertThat(reply.answer()).isEqualTo(expected.path("answer").stringValue());
        assertThat(reply.isValid()).isEqualTo(expected.path("valid").booleanValue());
        assertThat(reply.refused().orElse("")).isEqualTo(ParityCase.text(expected.path("reason")));
    }

    /** It computes in single precision, of a deviation where ours is of a variance. */
    private static void bell(ParityCase each) {
        double deviation = each.input("sigma").doubleValue();
        var bell = new Shape.VarianceBell(each.input("mu").doubleValue(), Math.max(0, deviation) * deviation);
        assertThat(bell.of(each.input("accuracy").doubleValue(), 0))
                .isCloseTo(each.output().doubleValue(), within(FLOAT));
    }

    private static double[] doubles(JsonNode list) {
        return list.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }
}

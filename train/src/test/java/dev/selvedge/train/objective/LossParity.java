package dev.selvedge.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.parity.ParityCase;
import dev.selvedge.core.parity.ParityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.databind.JsonNode;

/** The losses of the published trainer; their cases run with those of its advantages. */
public final class LossParity {
    /** It divides by the tokens and 1e-8. */
    private static final double EXACT = 1e-8;

    private static final double FLOAT = 1e-5;
    private static final double FARTHEST = 20;

    public static final Map<String, Consumer<ParityCase>> COMPARISONS = Map.of(
            "compute_kl",
            LossParity::divergence,
            "compute_policy_loss",
            LossParity::policyLoss,
            "compute_value_loss",
            LossParity::valueLoss);

    private LossParity() {}

    private static void divergence(ParityCase each) {
        KlEstimator estimator = switch (each.text("kl_penalty")) {
            case "kl" -> KlEstimator.K1;
            case "abs" -> KlEstimator.ABSOLUTE;
            case "mse" -> KlEstimator.K2;
            case "low_var_kl" -> KlEstimator.K3;
            default -> throw new AssertionError("there is no estimator " + each.text("kl_penalty"));
        };
        for (int i = 0; i < each.output().size(); i++) {
            double[] mine = doubles(each.input("log_probs").get(i));
            double[] reference = doubles(each.input("ref_log_probs").get(i));
            double[] expected = doubles(each.output().get(i));
            for (int t = 0; t < mine.length; t++) {
                if (Math.abs(mine[t] - reference[t]) > FARTHEST && estimator != KlEstimator.K3) {
                    ParityException.FAR_APART.skip();
                }
                assertThat(estimator.of(mine[t], reference[t]))
                        .as("row " + i + ", token " + t)
                        .isCloseTo(expected[t], within(FLOAT * Math.max(1, Math.abs(expected[t]))));
            }
        }
    }

    private static void policyLoss(ParityCase each) {
        Masked masked = Masked.of(each.input("response_mask"));
        Tensor now = masked.kept(each.input("log_probs"));
        Tensor old = masked.kept(each.input("old_log_probs"));
        Tensor advantages = masked.kept(each.input("advantages"));
        double low = each.input("clip_ratio_low").doubleValue();
        double high = each.input("clip_ratio_high").doubleValue();
        var dual = new Surrogate.Clipped(
                low, high, OptionalDouble.of(each.input("clip_ratio_dual").doubleValue()));
        Tensor ratio = new Ratio.Token().of(now, old, advantages, Pack.of(List.of()));
        Tensor loss = dual.loss(ratio, advantages, now);
        Tensor single = new Surrogate.Clipped(low, high).loss(ratio, advantages, now);
        JsonNode expected = each.output();
        assertThat(masked.sum(loss, aggregation(each)))
                .isCloseTo(expected.path("pg_loss").doubleValue(), within(EXACT));
        assertThat(masked.mean(dual.outOfBounds(ratio, advantages).orElseThrow()))
                .isCloseTo(expected.path("clipfrac_higher").doubleValue(), within(EXACT));
        assertThat(masked.mean(loss.lt(single)))
                .isCloseTo(expected.path("clipfrac_lower").doubleValue(), within(EXACT));
        assertThat(masked.mean(old.sub(now))).isCloseTo(expected.path("ppo_kl").doubleValue(), within(EXACT));
    }

    private static Aggregation aggregation(ParityCase each) {
        return switch (each.text("loss_agg_mode")) {
            case "token-mean", "" -> new Aggregation.TokenMean();
            case "seq-mean-token-sum" -> new Aggregation.SequenceSum();
            case "seq-mean-token-mean" -> new Aggregation.SequenceMean();
            case "seq-mean-token-sum-norm" ->
                new Aggregation.SumOver(each.input("response_mask").get(0).size());
            default -> throw new AssertionError("there is no aggregation " + each.text("loss_agg_mode"));
        };
    }

    private static void valueLoss(ParityCase each) {
        Masked masked = Masked.of(each.input("action_mask"));
        Tensor values = masked.kept(each.input("vpreds"));
        Tensor returns = masked.kept(each.input("returns"));
        Tensor old = masked.kept(each.input("values"));
        ValueLoss loss = new ValueLoss(each.input("cliprange_value").doubleValue());
        assertThat(masked.mean(loss.loss(values, returns, old)))
                .isCloseTo(each.output().get(0).doubleValue(), within(EXACT));
        assertThat(masked.mean(loss.outOfBounds(values, returns, old)))
                .isCloseTo(each.output().get(1).doubleValue(), within(EXACT));
    }

    /**
     * The tokens that count.
     *
     * @param counts how many of each row
     */
    private record Masked(JsonNode mask, List<Integer> counts) {
        static Masked of(JsonNode mask) {
            List<Integer> counts = new ArrayList<>();
            mask.forEach(row -> counts.add((int)
                    row.valueStream().filter(token -> token.intValue() != 0).count()));
            return new Masked(mask, counts);
        }

        /** They alone, in double precision. */
        Tensor kept(JsonNode table) {
            List<Double> kept = new ArrayList<>();
            for (int i = 0; i < mask.size(); i++) {
                for (int t = 0; t < mask.get(i).size(); t++) {
                    if (mask.get(i).get(t).intValue() != 0) {
                        kept.add(table.get(i).get(t).doubleValue());
                    }
                }
            }
            return Tensor.create(kept.stream().mapToDouble(Double::doubleValue).toArray());
        }

        double mean(Tensor rows) {
            return Tensors.sum(rows)
                    / counts.stream().mapToInt(Integer::intValue).sum();
        }

        double sum(Tensor rows, Aggregation aggregation) {
            double[] scales = counts.stream()
                    .flatMapToDouble(count -> DoubleStream.generate(() -> aggregation.scale(count))
                            .limit(count))
                    .toArray();
            double weights = counts.stream().mapToDouble(aggregation::weight).sum();
            return Tensors.sum(rows.mul(Tensor.create(scales))) / aggregation.divisor(weights);
        }
    }

    private static double[] doubles(JsonNode list) {
        return list.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }
}

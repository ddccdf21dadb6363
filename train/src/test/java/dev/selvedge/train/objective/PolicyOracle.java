package dev.selvedge.train.objective;

import dev.selvedge.train.objective.PolicyGradient.Old;
import java.util.List;

/** The formulas of policy gradients, token by token in doubles; slow and obvious. */
final class PolicyOracle {
    private PolicyOracle() {}

    /**
     * The summed loss.
     *
     * @param lp log-probabilities of the policy's tokens
     * @param frozen the same where gradients are stopped
     */
    static double loss(PolicyGradient objective, List<PolicyExample> examples, double[][] lp, double[][] frozen) {
        double sum = 0;
        for (int i = 0; i < examples.size(); i++) {
            sum += new One(objective, examples.get(i), lp[i], frozen[i]).loss();
        }
        return sum;
    }

    private record One(PolicyGradient objective, PolicyExample example, double[] lp, double[] frozen) {
        int n() {
            return lp.length;
        }

        double old(int t) {
            return objective.old() == Old.SAMPLER
                    ? example.sampler()[t]
                    : objective.old() == Old.TRAINER ? example.old()[t] : frozen[t];
        }

        double mean(double[] l) {
            double sum = 0;
            for (int t = 0; t < n(); t++) {
                sum += l[t] - old(t);
            }
            return sum / n();
        }

        /** The ratio at a token, and the same where gradients are stopped. */
        double ratio(int t, double[] l) {
            return switch (objective.ratio()) {
                case Ratio.Token() -> Math.exp(l[t] - old(t));
                case Ratio.Sequence() -> Math.exp(Math.min(10, mean(l)));
                case Ratio.SequenceToken() -> Math.exp(Math.min(10, mean(frozen))) * Math.exp(l[t] - frozen[t]);
                case Ratio.GeometricMean(double low, double high) -> {
                    double sum = 0;
                    for (int u = 0; u < n(); u++) {
                        double d = l[u] - old(u);
                        double a = example.advantages()[u];
                        sum += a > 0 ? Math.min(d, high) : a < 0 ? Math.max(d, -low) : 0;
                    }
                    yield Math.exp(sum / n());
                }
            };
        }

        double surrogate(Surrogate surrogate, int t) {
            double a = example.advantages()[t];
            double r = ratio(t, lp);
            double stopped = ratio(t, frozen);
            return switch (surrogate) {
                case Surrogate.Clipped(double low, double high, var dual) -> {
                    double gain = Math.min(r * a, Math.max(1 - low, Math.min(1 + high, r)) * a);
                    yield -(dual.isPresent() && a < 0 ? Math.max(gain, dual.getAsDouble() * a) : gain);
                }
                case Surrogate.Unclipped() -> -r * a;
                case Surrogate.Cispo(double least, double most) ->
                    -Math.max(least, Math.min(most, stopped)) * a * lp[t];
                case Surrogate.MiniRl() -> -stopped * a * lp[t];
                case Surrogate.Reinforce() -> -a * lp[t];
                case Surrogate.Sapo(double positive, double other) -> {
                    double tau = a > 0 ? positive : other;
                    yield -a * 4 / tau / (1 + Math.exp(-tau * (r - 1)));
                }
                case Surrogate.WithLikelihood(Surrogate inner, double coefficient, var on) -> {
                    boolean meant = on == Surrogate.WithLikelihood.On.GIVEN ? a == 0 : a > 0;
                    yield surrogate(inner, t) - (meant ? coefficient * lp[t] : 0);
                }
                case Surrogate.GradientPreserving(double low, double high, double beta1, double beta2) -> {
                    if (stopped < 1 - low && a < 0) {
                        yield -beta1 * (1 - low) * r / stopped * a;
                    }
                    yield stopped > 1 + high && a > 0 ? -beta2 * (1 + high) * r / stopped * a : -r * a;
                }
            };
        }

        boolean masked(int t) {
            double a = example.advantages()[t];
            double r = ratio(t, frozen);
            return objective.masks().stream().anyMatch(mask -> switch (mask) {
                case TokenMask.OutOfBounds(double low, double high, double cap, TokenMask.Tolerance tolerance) -> {
                    double d = switch (tolerance) {
                        case TokenMask.Tolerance.Strict() -> 1 / cap;
                        case TokenMask.Tolerance.Wide() -> 1;
                        case TokenMask.Tolerance.Decaying(double rate) ->
                            Math.exp(Math.min(0, (example.versions()[t] - example.version()) * rate));
                    };
                    yield r > 1 + high * cap * d && a > 0 || r < 1 - low * cap * d && a < 0;
                }
                case TokenMask.OffPolicySequences(double threshold) -> -mean(frozen) > threshold && a < 0;
            });
        }

        double correction(int t) {
            double sum = 0;
            for (int u = 0; u < n(); u++) {
                sum += old(u) - example.sampler()[u];
            }
            double quotient = Math.exp(old(t) - example.sampler()[t]);
            return switch (objective.correction()) {
                case Correction.None() -> 1;
                case Correction.TruncatedTokens(double cap) -> Math.min(cap, quotient);
                case Correction.TruncatedSequences(double cap) -> Math.min(cap, Math.exp(sum));
                case Correction.RejectedTokens(double least, double most) ->
                    quotient < least || quotient > most ? 0 : 1;
            };
        }

        double penalty(int t) {
            double d = example.reference()[t] - lp[t];
            double stopped = example.reference()[t] - frozen[t];
            double k2 = d * d / 2;
            return switch (objective.penalty()) {
                case Penalty.None() -> 0;
                case Penalty.Full(double _, Frozen _) -> throw new IllegalArgumentException("not here");
                case Penalty.Estimated(double coefficient, KlEstimator estimator) ->
                    coefficient
                            * switch (estimator) {
                                case K1 -> -d;
                                case K2 -> k2;
                                case K3 -> Math.exp(d) - d - 1;
                                case ABSOLUTE -> Math.abs(d);
                                case K1_STRAIGHT_THROUGH -> -stopped + k2 - stopped * stopped / 2;
                                case K3_STRAIGHT_THROUGH ->
                                    Math.exp(stopped) - stopped - 1 + k2 - stopped * stopped / 2;
                                case ABSOLUTE_STRAIGHT_THROUGH -> Math.abs(stopped) + k2 - stopped * stopped / 2;
                            };
            };
        }

        double scale() {
            return switch (objective.aggregation()) {
                case Aggregation.TokenMean() -> 1;
                case Aggregation.SequenceMean() -> 1.0 / n();
                case Aggregation.SequenceSum() -> 1;
                case Aggregation.SequenceSumOver(double tokens) -> 1 / tokens;
                case Aggregation.SumOver(double _) -> 1;
            };
        }

        double loss() {
            double sum = 0;
            for (int t = 0; t < n(); t++) {
                sum += (masked(t) ? 0 : surrogate(objective.surrogate(), t) * correction(t)) + penalty(t);
            }
            return sum * scale();
        }
    }
}

package dev.selvedge.train.objective;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.Measures;
import dev.selvedge.train.Objective;
import dev.selvedge.train.Readout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Learning from pairs of which one answer is preferred: DPO, SPIN and their kin. The loss of a step is the mean over its
 * pairs.
 *
 * <p>Tells {@code preference_accuracy} (share of pairs whose chosen answer has the greater reward), {@code
 * reward_margin}, {@code reward_chosen} and {@code reward_rejected}, where the reward of an answer is β times its
 * log-ratio, and {@code chosen_log_prob} for each token.
 *
 * @param loss of a pair
 * @param beta scale of the log-ratios; SPIN calls it λ
 * @param anchor what log-probabilities are compared with
 * @param length whether an answer's log-probability is a sum or a mean
 * @param margin subtracted for every pair, beside the pair's own; SimPO's γ
 * @param likelihood weight of the negative log-probability of the chosen answer's mean token, added to the loss; 0 for
 *     none. SPaR trains with 0.1
 */
public record Preference(PairLoss loss, double beta, Anchor anchor, Length length, double margin, double likelihood)
        implements Objective<PreferencePair> {

    /** What the policy's log-probabilities are compared with. */
    public enum Anchor {
        /** A reference model's, stored in the pairs. */
        REFERENCE,
        /** Nothing. */
        NONE
    }

    /** What the log-probability of an answer is. */
    public enum Length {
        /** The sum over its tokens. */
        SUM,
        /** The mean over its tokens. */
        MEAN
    }

    public Preference {
        Checks.positive("beta", beta);
        Checks.require(Double.isFinite(margin), "margin", margin, "a number");
        Checks.notNegative("likelihood", likelihood);
    }

    /** DPO (Rafailov et al. 2023). */
    public static Preference dpo(double beta) {
        return new Preference(new PairLoss.Logistic(0), beta, Anchor.REFERENCE, Length.SUM, 0, 0);
    }

    /** SPIN (Chen et al. 2024), whose reference is the policy of the iteration before. */
    public static Preference spin(double lambda, PairLoss loss) {
        return new Preference(loss, lambda, Anchor.REFERENCE, Length.SUM, 0, 0);
    }

    /** SimPO (Meng et al. 2024, equation 6): means instead of sums, a margin instead of a reference. */
    public static Preference simPo(double beta, double gamma) {
        return new Preference(new PairLoss.Logistic(0), beta, Anchor.NONE, Length.MEAN, gamma, 0);
    }

    /** IPO (Azar et al. 2024). */
    public static Preference ipo(double tau) {
        return new Preference(new PairLoss.Squared(), tau, Anchor.REFERENCE, Length.SUM, 0, 0);
    }

    public Preference withLikelihood(double value) {
        return new Preference(loss, beta, anchor, length, margin, value);
    }

    @Override
    public String name() {
        return "preference";
    }

    @Override
    public String id(PreferencePair pair) {
        return pair.id();
    }

    @Override
    public int tokens(PreferencePair pair) {
        return pair.chosen().ids().length + pair.rejected().ids().length;
    }

    @Override
    public int longest(PreferencePair pair) {
        return Math.max(pair.chosen().ids().length, pair.rejected().ids().length);
    }

    @Override
    public double weight(PreferencePair pair) {
        return pair.chosen().count() == 0 || pair.rejected().count() == 0 ? 0 : 1;
    }

    @Override
    public ContentHash fingerprint(List<PreferencePair> pairs) {
        var fingerprint = new Fingerprint().add(toString());
        for (PreferencePair pair : pairs) {
            fingerprint.add(pair.chosen()).add(pair.rejected()).add(pair.margin());
            var reference = pair.reference();
            fingerprint.add(reference == null ? "" : reference.toString());
        }
        return fingerprint.hash();
    }

    @Override
    public Tensor loss(Transformer transformer, List<PreferencePair> pairs, Measures measures) {
        var sequences = new ArrayList<Sequence>();
        pairs.forEach(pair -> sequences.add(pair.chosen()));
        pairs.forEach(pair -> sequences.add(pair.rejected()));
        Pack pack = Pack.of(sequences);
        return Readout.loss(
                transformer,
                pack.packed(),
                1,
                Readout.logProbs(pack.targets()),
                numbers -> loss(numbers.select(1, 0), pairs, pack, measures));
    }

    private Tensor loss(Tensor logProbs, List<PreferencePair> pairs, Pack pack, Measures measures) {
        int count = pairs.size();
        Tensor means = pack.means(logProbs);
        Tensor answers = length == Length.MEAN ? means : pack.sums(logProbs);
        Tensor chosen = answers.narrow(0, 0, count);
        Tensor rejected = answers.narrow(0, count, count);
        if (anchor == Anchor.REFERENCE) {
            chosen = chosen.sub(column(pairs, p -> reference(p).chosen() / divisor(p.chosen())));
            rejected = rejected.sub(column(pairs, p -> reference(p).rejected() / divisor(p.rejected())));
        }
        chosen = Tensors.times(chosen, beta);
        rejected = Tensors.times(rejected, beta);
        Tensor margins = column(pairs, pair -> pair.margin() + margin);
        Tensor losses = loss.of(chosen.sub(rejected).sub(margins), beta);
        Tensor likely = means.narrow(0, 0, count);
        measures.mean("preference_accuracy", Tensors.sum(chosen.gt(rejected)), count);
        measures.mean("reward_margin", Tensors.sum(chosen.sub(rejected)), count);
        measures.mean("reward_chosen", Tensors.sum(chosen), count);
        measures.mean("reward_rejected", Tensors.sum(rejected), count);
        measures.mean("chosen_log_prob", Tensors.sum(likely), count);
        return (likelihood == 0 ? losses : losses.sub(likely.mul(new Scalar(likelihood)))).sum();
    }

    private double divisor(Sequence answer) {
        return length == Length.MEAN ? answer.count() : 1;
    }

    private static PreferencePair.Reference reference(PreferencePair pair) {
        var reference = pair.reference();
        if (reference == null) {
            throw new UserException("The pair " + pair.id() + " lacks the reference's log-probabilities, which the"
                    + " objective needs; have them computed or choose an objective without a reference.");
        }
        return reference;
    }

    private static Tensor column(List<PreferencePair> pairs, ToDoubleFunction<PreferencePair> value) {
        float[] values = new float[pairs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(pairs.get(i));
        }
        return Tensor.create(values);
    }
}

package dev.selvedge.train.objective;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.Measures;
import dev.selvedge.train.Objective;
import dev.selvedge.train.Readout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Policy gradients on sampled sequences whose advantages are known: the group-relative family, with every published
 * choice as a value. The loss of a token is {@code correction · mask · surrogate(ratio, advantage) + penalty}, and an
 * {@link Aggregation} makes the loss of the step of it.
 *
 * <p>Tells {@code ratio_largest}, {@code old_kl} (mean of the old log-probability less the trained one), {@code
 * clip_fraction}, {@code masked_fraction}, {@code correction_mean}, {@code kl} (to the reference), {@code
 * surprisal} (mean of the negative log-probability, which estimates the entropy where the policy sampled the tokens
 * itself), {@code staleness} (mean number of versions since a token was sampled), and {@code sampler_gap_mean} and
 * {@code sampler_gap_largest}: the absolute difference between the sampler's log-probability and the trainer's, over the
 * tokens that the trained version sampled itself.
 *
 * @param old which log-probabilities the ratio compares with
 * @param ratio for tokens or sequences
 * @param surrogate what is made smaller
 * @param masks which tokens are left out
 * @param correction for a sampler that differs from the trainer
 * @param penalty for leaving a reference model
 * @param aggregation from tokens to the step
 */
public record PolicyGradient(
        Old old,
        Ratio ratio,
        Surrogate surrogate,
        List<TokenMask> masks,
        Correction correction,
        Penalty penalty,
        Aggregation aggregation)
        implements Objective<PolicyExample> {

    /** Which log-probabilities are the denominator of the ratio. */
    public enum Old {
        /** Those that the sampler told, each of the version that sampled the token. */
        SAMPLER,
        /** Those that the trainer computed before the step, stored in the examples. */
        TRAINER,
        /** The trained policy's own without gradient: the ratio is 1, right for one step on fresh samples. */
        CURRENT
    }

    public PolicyGradient {
        masks = List.copyOf(masks);
    }

    private static PolicyGradient of(Ratio ratio, Surrogate surrogate, Aggregation aggregation) {
        return new PolicyGradient(
                Old.SAMPLER, ratio, surrogate, List.of(), new Correction.None(), new Penalty.None(), aggregation);
    }

    /** GRPO as published, without penalty: token ratios, clip 0.2, mean over sequences of token means. */
    public static PolicyGradient grpo() {
        return of(new Ratio.Token(), new Surrogate.Clipped(0.2, 0.2), new Aggregation.SequenceMean());
    }

    /**
     * Dr. GRPO (Liu et al. 2025): as GRPO, but no length in the divisor.
     *
     * @param mostTokens of a completion
     */
    public static PolicyGradient drGrpo(int mostTokens) {
        return of(new Ratio.Token(), new Surrogate.Clipped(0.2, 0.2), new Aggregation.SequenceSumOver(mostTokens));
    }

    /** DAPO (Yu et al. 2025): clip 0.2 and 0.28, mean over all tokens. */
    public static PolicyGradient dapo() {
        return of(new Ratio.Token(), new Surrogate.Clipped(0.2, 0.28), new Aggregation.TokenMean());
    }

    /** DARC's second stage: clip 0.2 and 0.3, dual clip 3, micro-batches of one sequence, so a mean over sequences. */
    public static PolicyGradient darc() {
        return of(new Ratio.Token(), new Surrogate.Clipped(0.2, 0.3, 3), new Aggregation.SequenceMean());
    }

    /** GSPO (Zheng et al. 2025) with its published clip range. */
    public static PolicyGradient gspo() {
        return of(new Ratio.Sequence(), new Surrogate.Clipped(3e-4, 4e-4), new Aggregation.SequenceMean());
    }

    /** GMPO (Zhao et al. 2025) with its published range. */
    public static PolicyGradient gmpo() {
        return of(new Ratio.GeometricMean(0.4, 0.4), new Surrogate.Unclipped(), new Aggregation.SequenceMean());
    }

    /**
     * CISPO (MiniMax-M1 2025): mean over all tokens, weights bounded above only.
     *
     * @param most largest weight
     */
    public static PolicyGradient cispo(double most) {
        return of(new Ratio.Token(), new Surrogate.Cispo(0, most), new Aggregation.TokenMean());
    }

    /** AgentCPM-Explore's GRPO: clip 0.2 and 0.3, tokens outside [0.2, 2.2] left out, mean over all tokens. */
    public static PolicyGradient agentCpm() {
        return of(new Ratio.Token(), new Surrogate.Clipped(0.2, 0.3), new Aggregation.TokenMean())
                .withMasks(List.of(new TokenMask.OutOfBounds(0.2, 0.3, 4, new TokenMask.Tolerance.Wide())));
    }

    /** AgentCPM-Explore's MiniRL run: bounds of the ordinary clip as a mask, mean over sequences of token sums. */
    public static PolicyGradient miniRl() {
        return of(new Ratio.Token(), new Surrogate.MiniRl(), new Aggregation.SequenceSum())
                .withMasks(List.of(new TokenMask.OutOfBounds(0.2, 0.3, 4, new TokenMask.Tolerance.Strict())));
    }

    /** REINFORCE on fresh samples, mean over all tokens. */
    public static PolicyGradient reinforce() {
        return of(new Ratio.Token(), new Surrogate.Reinforce(), new Aggregation.TokenMean())
                .withOld(Old.CURRENT);
    }

    /**
     * SPC (Chen et al. 2025): sentence ratios to the model that training began with, clip 0.2, and 0.15 of the supervised
     * loss on examples of advantage 0. Its ratio is taken to be GSPO's, of the mean token. There is no divergence: the
     * published coefficient of 0.1 is not used.
     */
    public static PolicyGradient spc() {
        var clipped = new Surrogate.Clipped(0.2, 0.2);
        return of(
                        new Ratio.Sequence(),
                        new Surrogate.WithLikelihood(clipped, 0.15, Surrogate.WithLikelihood.On.GIVEN),
                        new Aggregation.SequenceMean())
                .withOld(Old.TRAINER);
    }

    public PolicyGradient withOld(Old value) {
        return new PolicyGradient(value, ratio, surrogate, masks, correction, penalty, aggregation);
    }

    public PolicyGradient withSurrogate(Surrogate value) {
        return new PolicyGradient(old, ratio, value, masks, correction, penalty, aggregation);
    }

    public PolicyGradient withMasks(List<TokenMask> value) {
        return new PolicyGradient(old, ratio, surrogate, value, correction, penalty, aggregation);
    }

    public PolicyGradient withCorrection(Correction value) {
        return new PolicyGradient(old, ratio, surrogate, masks, value, penalty, aggregation);
    }

    public PolicyGradient withPenalty(Penalty value) {
        return new PolicyGradient(old, ratio, surrogate, masks, correction, value, aggregation);
    }

    public PolicyGradient withAggregation(Aggregation value) {
        return new PolicyGradient(old, ratio, surrogate, masks, correction, penalty, value);
    }

    @Override
    public String name() {
        return "policy-gradient";
    }

    @Override
    public String id(PolicyExample example) {
        return example.id();
    }

    @Override
    public int tokens(PolicyExample example) {
        return example.sequence().ids().length;
    }

    @Override
    public double weight(PolicyExample example) {
        return aggregation.weight(example.sequence().count());
    }

    @Override
    public double divisor(List<PolicyExample> step) {
        return aggregation.divisor(step.stream().mapToDouble(this::weight).sum());
    }

    @Override
    public ContentHash fingerprint(List<PolicyExample> examples) {
        var fingerprint = new Fingerprint().add(toString());
        for (PolicyExample example : examples) {
            fingerprint
                    .add(example.sequence())
                    .add(example.advantages())
                    .add(example.sampler())
                    .add(example.old())
                    .add(example.reference())
                    .add(example.versions())
                    .add(example.version());
        }
        return fingerprint.hash();
    }

    @Override
    public Tensor loss(Transformer transformer, List<PolicyExample> examples, Measures measures) {
        Pack pack = Pack.of(examples.stream().map(PolicyExample::sequence).toList());
        return penalty instanceof Penalty.Full(double _, Frozen reference)
                ? reference.with(own -> {
                    Tensor hidden;
                    try (var noGradient = new NoGradGuard()) {
                        hidden = own.hidden(pack.packed());
                    }
                    return Readout.loss(
                            transformer,
                            pack.packed(),
                            2,
                            withDivergence(Readout.logProbs(pack.targets()), own, hidden),
                            numbers -> loss(numbers, examples, pack, measures));
                })
                : Readout.loss(
                        transformer,
                        pack.packed(),
                        1,
                        Readout.logProbs(pack.targets()),
                        numbers -> loss(numbers, examples, pack, measures));
    }

    private static Readout.Numbers withDivergence(Readout.Numbers logProbs, Transformer reference, Tensor hidden) {
        return (logits, from) -> {
            Tensor policy = logits.log_softmax(-1);
            Tensor other;
            try (var noGradient = new NoGradGuard()) {
                other = reference
                        .weights()
                        .head(hidden.narrow(0, from, logits.size(0)))
                        .to(torch.ScalarType.Float)
                        .log_softmax(-1);
            }
            Tensor divergence = policy.exp().mul(policy.sub(other)).sum(1).unsqueeze(1);
            return torch.cat(new TensorVector(logProbs.of(logits, from), divergence), 1);
        };
    }

    /** @param numbers {@code [rows, 1]} log-probabilities, or {@code [rows, 2]} with the divergence from the reference */
    private Tensor loss(Tensor numbers, List<PolicyExample> examples, Pack pack, Measures measures) {
        Tensor logProbs = numbers.select(1, 0);
        Tensor advantages = column(examples, PolicyExample::advantages);
        Tensor before = old(examples, logProbs);
        Tensor ratios = ratio.of(logProbs, before, advantages, pack);
        Tensor ages = ages(examples);
        Tensor weights = weights(examples, pack, before, logProbs, ratios.detach(), advantages, ages, measures);
        Tensor losses = surrogate.loss(ratios, advantages, logProbs).mul(weights);
        tell(examples, pack, logProbs.detach(), before, ratios.detach(), advantages, ages, measures);
        Tensor all = switch (penalty) {
            case Penalty.None() -> losses;
            case Penalty.Estimated(double coefficient, KlEstimator estimator) ->
                penalized(
                        losses,
                        coefficient,
                        estimator.of(logProbs, known(examples, PolicyExample::reference, "the reference's")),
                        measures);
            case Penalty.Full(double coefficient, Frozen _) ->
                penalized(losses, coefficient, numbers.select(1, 1), measures);
        };
        return all.mul(pack.scales(aggregation)).sum();
    }

    private static Tensor penalized(Tensor losses, double coefficient, Tensor divergences, Measures measures) {
        measures.mean("kl", Tensors.sum(divergences), divergences.numel());
        return losses.add(Tensors.times(divergences, coefficient));
    }

    private Tensor old(List<PolicyExample> examples, Tensor logProbs) {
        return switch (old) {
            case SAMPLER -> known(examples, PolicyExample::sampler, "the sampler's");
            case TRAINER -> known(examples, PolicyExample::old, "the old policy's");
            case CURRENT -> logProbs.detach();
        };
    }

    /** Masks and correction, for each row. */
    private Tensor weights(
            List<PolicyExample> examples,
            Pack pack,
            Tensor before,
            Tensor logProbs,
            Tensor ratios,
            Tensor advantages,
            Tensor ages,
            Measures measures) {
        Tensor weights = torch.ones_like(advantages);
        if (!(correction instanceof Correction.None)) {
            Tensor difference = before.sub(known(examples, PolicyExample::sampler, "the sampler's"));
            weights = correction.weight(difference, pack);
            measures.mean("correction_mean", Tensors.sum(weights), pack.rows());
        }
        if (masks.isEmpty()) {
            return weights;
        }
        Tensor out = advantages.ne(advantages);
        for (TokenMask mask : masks) {
            out = out.logical_or(mask.out(ratios, logProbs.detach().sub(before), advantages, ages, pack));
        }
        measures.mean("masked_fraction", Tensors.sum(out), pack.rows());
        return weights.masked_fill(out, new Scalar(0));
    }

    private void tell(
            List<PolicyExample> examples,
            Pack pack,
            Tensor logProbs,
            Tensor before,
            Tensor ratios,
            Tensor advantages,
            Tensor ages,
            Measures measures) {
        int rows = pack.rows();
        measures.mean("surprisal", -Tensors.sum(logProbs), rows);
        measures.mean("staleness", Tensors.sum(ages), rows);
        if (old != Old.CURRENT) {
            measures.mean("old_kl", Tensors.sum(before.sub(logProbs)), rows);
            measures.largest("ratio_largest", ratios.max().item_double());
        }
        surrogate
                .outOfBounds(ratios, advantages)
                .ifPresent(out -> measures.mean("clip_fraction", Tensors.sum(out), rows));
        if (examples.stream().allMatch(e -> e.sampler().length == e.sequence().count())) {
            Tensor fresh = ages.eq(new Scalar(0));
            Tensor gap = logProbs.sub(column(examples, PolicyExample::sampler))
                    .abs()
                    .masked_fill(fresh.logical_not(), new Scalar(0));
            double count = Tensors.sum(fresh);
            measures.mean("sampler_gap_mean", Tensors.sum(gap), count);
            if (count > 0) {
                measures.largest("sampler_gap_largest", gap.max().item_double());
            }
        }
    }

    private static Tensor ages(List<PolicyExample> examples) {
        return column(examples, example -> {
            float[] ages = new float[example.versions().length];
            for (int i = 0; i < ages.length; i++) {
                ages[i] = example.version() - example.versions()[i];
            }
            return ages;
        });
    }

    private static Tensor known(List<PolicyExample> examples, Function<PolicyExample, float[]> values, String whose) {
        for (PolicyExample example : examples) {
            if (values.apply(example).length != example.sequence().count()) {
                throw new UserException("The rollout " + example.id() + " lacks " + whose + " log-probabilities, which"
                        + " the objective needs; have them computed or choose an objective without them.");
            }
        }
        return column(examples, values);
    }

    private static Tensor column(List<PolicyExample> examples, Function<PolicyExample, float[]> values) {
        var all = new ArrayList<float[]>();
        examples.forEach(example -> all.add(values.apply(example)));
        float[] flat = new float[all.stream().mapToInt(a -> a.length).sum()];
        int at = 0;
        for (float[] part : all) {
            System.arraycopy(part, 0, flat, at, part.length);
            at += part.length;
        }
        return flat.length == 0 ? Torch.zeros(0) : Tensor.create(flat);
    }
}

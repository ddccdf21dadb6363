package dev.selvedge.train.objective;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import dev.selvedge.train.Measures;
import dev.selvedge.train.Objective;
import dev.selvedge.train.Readout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A student learns a teacher's distribution of each token. Student and teacher may see the tokens after different
 * prompts, so that the student learns to do without what only the teacher was shown (context distillation). The
 * divergence of each token is computed in float32.
 *
 * <p>Tells {@code divergence}, the mean over tokens, and for the top of a teacher {@code top_mass}, the mean probability
 * that it has in all.
 *
 * @param divergence what is made smaller
 * @param support over which outcomes
 * @param aggregation from tokens to the step
 * @param teacher asked for examples that hold its view; null where all of them hold what it said
 */
public record Distillation(
        Divergence divergence,
        Support support,
        Aggregation aggregation,
        @Nullable Frozen teacher) implements Objective<DistillationExample> {

    public Distillation {
        if (support instanceof Support.Sampled && !(divergence instanceof Divergence.Reverse)) {
            throw new UserException(
                    "Distillation from sampled tokens alone estimates the reverse divergence; choose it,"
                            + " or compare over the vocabulary or its top.");
        }
    }

    /** Forward KL over the vocabulary: a student of a teacher's own texts. */
    public static Distillation forward(Frozen teacher) {
        return new Distillation(new Divergence.Forward(), new Support.Full(), new Aggregation.TokenMean(), teacher);
    }

    /** Reverse KL over the vocabulary: on-policy distillation of a student's own texts. */
    public static Distillation reverse(Frozen teacher) {
        return new Distillation(new Divergence.Reverse(), new Support.Full(), new Aggregation.TokenMean(), teacher);
    }

    @Override
    public String name() {
        return "distillation";
    }

    @Override
    public String id(DistillationExample example) {
        return example.id();
    }

    @Override
    public int tokens(DistillationExample example) {
        return example.student().ids().length
                + (example.signal() instanceof TeacherSignal.View(Sequence view) ? view.ids().length : 0);
    }

    @Override
    public int longest(DistillationExample example) {
        int own = example.student().ids().length;
        return example.signal() instanceof TeacherSignal.View(Sequence view) ? Math.max(own, view.ids().length) : own;
    }

    @Override
    public double weight(DistillationExample example) {
        return aggregation.weight(example.student().count());
    }

    @Override
    public double divisor(List<DistillationExample> step) {
        return aggregation.divisor(step.stream().mapToDouble(this::weight).sum());
    }

    @Override
    public ContentHash fingerprint(List<DistillationExample> examples) {
        var fingerprint = new Fingerprint().add(toString());
        for (DistillationExample example : examples) {
            fingerprint.add(example.student());
            switch (example.signal()) {
                case TeacherSignal.View(Sequence view) -> fingerprint.add(view);
                case TeacherSignal.Top top ->
                    fingerprint.add(top.width()).add(top.ids()).add(top.logProbs());
                case TeacherSignal.OfTokens(float[] logProbs) -> fingerprint.add(logProbs);
            }
        }
        return fingerprint.hash();
    }

    @Override
    public Tensor loss(Transformer transformer, List<DistillationExample> examples, Measures measures) {
        boolean live = examples.getFirst().signal() instanceof TeacherSignal.View;
        for (DistillationExample example : examples) {
            if (example.signal() instanceof TeacherSignal.View != live) {
                throw new UserException("Some examples hold a teacher's view and others what it said, such as "
                        + example.id() + "; give examples of one kind.");
            }
        }
        Pack pack = Pack.of(examples.stream().map(DistillationExample::student).toList());
        if (!live) {
            return loss(transformer, pack, stored(examples, pack), measures);
        }
        if (teacher == null) {
            throw new UserException("The examples hold a teacher's view, such as "
                    + examples.getFirst().id() + ", but the objective has no teacher.");
        }
        return teacher.with(own -> loss(transformer, pack, asked(own, examples), measures));
    }

    private Tensor loss(Transformer transformer, Pack pack, Told told, Measures measures) {
        return Readout.loss(transformer, pack.packed(), 2, numbers(pack, told), numbers -> {
            Tensor perToken = numbers.select(1, 0);
            measures.mean("divergence", Tensors.sum(perToken), pack.rows());
            if (support instanceof Support.Top) {
                measures.mean("top_mass", Tensors.sum(numbers.select(1, 1)), pack.rows());
            }
            return perToken.mul(pack.scales(aggregation)).sum();
        });
    }

    /** What a teacher says of some rows: all log-probabilities, or ids with theirs, or the tokens' own. */
    private interface Told {
        /** {@code [rows, vocabularySize]}. */
        Tensor all(int from, long count);

        /** Ids {@code [rows, tokens]} and log-probabilities, the same. */
        TensorVector top(int tokens, int from, long count);

        /** {@code [rows]}. */
        Tensor ofTokens(int[] targets, int from, long count);
    }

    /** Columns: the divergence of a row, and the teacher's mass in its top. */
    private Readout.Numbers numbers(Pack pack, Told told) {
        return (logits, from) -> {
            long count = logits.size(0);
            Tensor student = logits.log_softmax(-1);
            return switch (support) {
                case Support.Full() -> beside(divergence.of(told.all(from, count), student), null);
                case Support.Top(int tokens, Support.Rest rest) -> {
                    if (tokens >= logits.size(1)) {
                        throw new UserException("The top of " + tokens + " tokens is the whole vocabulary of "
                                + logits.size(1) + "; compare over the vocabulary, or take fewer.");
                    }
                    TensorVector top = told.top(tokens, from, count);
                    Tensor ids = top.get(0);
                    Tensor known = top.get(1);
                    Tensor mass = known.exp().sum(1);
                    yield beside(
                            switch (rest) {
                                case RENORMALISED ->
                                    divergence.of(
                                            known.log_softmax(-1),
                                            student.gather(1, ids).log_softmax(-1));
                                case LUMPED -> divergence.of(lumped(known, mass), lumpedStudent(student, ids));
                            },
                            mass);
                }
                case Support.Sampled() -> {
                    int[] targets = Arrays.copyOfRange(pack.targets(), from, from + (int) count);
                    Tensor own = student.gather(1, Torch.indices(targets).unsqueeze(1))
                            .squeeze(1);
                    yield beside(KlEstimator.K1_STRAIGHT_THROUGH.of(own, told.ofTokens(targets, from, count)), null);
                }
            };
        };
    }

    private static Tensor beside(Tensor first, @Nullable Tensor second) {
        Tensor other = second == null ? torch.zeros_like(first.detach()) : second;
        return torch.cat(new TensorVector(first.unsqueeze(1), other.unsqueeze(1)), 1);
    }

    /** The teacher's top with one more outcome: the probability that is left, of which at least 1e-12 is assumed. */
    private static Tensor lumped(Tensor known, Tensor mass) {
        Tensor rest = Tensors.plus(mass.neg(), 1).clamp_min(new Scalar(1e-12)).log();
        return torch.cat(new TensorVector(known, rest.unsqueeze(1)), 1);
    }

    /** The student's log-probabilities of some tokens with one more outcome: the sum of all others. */
    private static Tensor lumpedStudent(Tensor student, Tensor ids) {
        Tensor others = student.scatter(1, ids, new Scalar(Double.NEGATIVE_INFINITY));
        return torch.cat(new TensorVector(student.gather(1, ids), others.logsumexp(new long[] {1}, true)), 1);
    }

    private Told asked(Transformer own, List<DistillationExample> examples) {
        var views = new ArrayList<Sequence>();
        for (DistillationExample example : examples) {
            if (example.signal() instanceof TeacherSignal.View(Sequence view)) {
                views.add(view);
            }
        }
        Tensor hidden;
        try (var noGradient = new NoGradGuard()) {
            hidden = own.hidden(Pack.of(views).packed());
        }
        return new Told() {
            @Override
            public Tensor all(int from, long count) {
                try (var noGradient = new NoGradGuard()) {
                    return own.weights()
                            .head(hidden.narrow(0, from, count))
                            .to(torch.ScalarType.Float)
                            .log_softmax(-1);
                }
            }

            @Override
            public TensorVector top(int tokens, int from, long count) {
                var top = all(from, count).topk(tokens, 1, true, true);
                return new TensorVector(top.get1(), top.get0());
            }

            @Override
            public Tensor ofTokens(int[] targets, int from, long count) {
                return all(from, count)
                        .gather(1, Torch.indices(targets).unsqueeze(1))
                        .squeeze(1);
            }
        };
    }

    private Told stored(List<DistillationExample> examples, Pack pack) {
        return new Told() {
            @Override
            public Tensor all(int from, long count) {
                throw lacking("the teacher's whole distribution");
            }

            @Override
            public TensorVector top(int tokens, int from, long count) {
                int[] ids = new int[pack.rows() * tokens];
                float[] logProbs = new float[ids.length];
                int at = 0;
                for (DistillationExample example : examples) {
                    if (!(example.signal() instanceof TeacherSignal.Top top) || top.width() != tokens) {
                        throw lacking("the teacher's " + tokens + " most probable tokens for " + example.id());
                    }
                    System.arraycopy(top.ids(), 0, ids, at, top.ids().length);
                    System.arraycopy(top.logProbs(), 0, logProbs, at, top.ids().length);
                    at += top.ids().length;
                }
                return new TensorVector(
                        Torch.indices(ids).view(-1, tokens).narrow(0, from, count),
                        Tensor.create(logProbs).view(-1, tokens).narrow(0, from, count));
            }

            @Override
            public Tensor ofTokens(int[] targets, int from, long count) {
                float[] all = new float[pack.rows()];
                int at = 0;
                for (DistillationExample example : examples) {
                    if (!(example.signal() instanceof TeacherSignal.OfTokens(float[] logProbs))) {
                        throw lacking("the teacher's log-probabilities of the tokens of " + example.id());
                    }
                    System.arraycopy(logProbs, 0, all, at, logProbs.length);
                    at += logProbs.length;
                }
                return Tensor.create(all).narrow(0, from, count);
            }
        };
    }

    private static UserException lacking(String what) {
        return new UserException("The examples lack " + what + ", which the objective needs.");
    }
}

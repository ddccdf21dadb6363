package dev.selvedge.train;

import dev.selvedge.model.Packed;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Losses of what a model says at some rows: a few numbers for each row, such as the log-probability of the token that
 * follows, computed from the row's logits in float32, and then a loss of all these numbers.
 *
 * <p>Where the vocabulary is large, the logits of all rows would take more memory than the rest of the model. Then they
 * are computed a few rows at a time, and once more for the gradient: first the numbers, then the loss and its gradient
 * by the numbers, then, a few rows at a time, the gradient by hidden states and weights. The result is the same but for
 * rounding, and as differentiable, once.
 */
public final class Readout {
    /** Most logits at a time, 64 MiB of float32. */
    private static final long MOST_LOGITS = 1L << 24;

    private static final long EACH = 0;
    private static final long IGNORE_NONE = -100;

    private Readout() {}

    /** What is wanted of each row. */
    @FunctionalInterface
    public interface Numbers {
        /**
         * The numbers of some rows, differentiable. It is called twice for the same rows where logits are computed a few
         * rows at a time, and must give the same both times.
         *
         * @param logits {@code [rows, vocabularySize]}, float32
         * @param from the first of these rows, counted over all rows wanted
         * @return {@code [rows, columns]}
         */
        Tensor of(Tensor logits, int from);
    }

    /** The log-probability of one token for each row, in one column. */
    public static Numbers logProbs(int[] targets) {
        return (logits, from) -> {
            Tensor wanted = Torch.indices(Arrays.copyOfRange(targets, from, from + (int) logits.size(0)));
            return torch.cross_entropy_loss(logits, wanted, new TensorOptional(), EACH, IGNORE_NONE, 0.0)
                    .neg()
                    .unsqueeze(1);
        };
    }

    /**
     * A loss of the numbers of the wanted rows.
     *
     * @param columns how many numbers a row has
     * @param loss from {@code [rows, columns]} to a scalar; it must depend on the model through these numbers alone
     * @return a scalar; differentiable where gradients are enabled
     */
    public static Tensor loss(
            Transformer transformer, Packed packed, int columns, Numbers numbers, UnaryOperator<Tensor> loss) {
        return loss(transformer, packed, columns, numbers, loss, MOST_LOGITS);
    }

    static Tensor loss(
            Transformer transformer,
            Packed packed,
            int columns,
            Numbers numbers,
            UnaryOperator<Tensor> loss,
            long mostLogits) {
        Tensor hidden = transformer.hidden(packed);
        int rows = packed.rows().length;
        int atOnce = (int) Math.max(1, mostLogits / transformer.config().vocabularySize());
        if (rows <= atOnce) {
            return loss.apply(numbers.of(logits(transformer, hidden), 0));
        }
        Tensor values = Torch.zeros(rows, columns);
        try (var noGradient = new NoGradGuard()) {
            for (int from = 0; from < rows; from += atOnce) {
                try (var scope = Torch.scope()) {
                    int count = Math.min(atOnce, rows - from);
                    values.narrow(0, from, count)
                            .copy_(numbers.of(logits(transformer, hidden.narrow(0, from, count)), from));
                }
            }
        }
        return GradMode.is_enabled()
                ? recomputed(transformer, hidden, values, numbers, loss, atOnce)
                : loss.apply(values);
    }

    private static Tensor logits(Transformer transformer, Tensor hidden) {
        return transformer.weights().head(hidden).to(torch.ScalarType.Float);
    }

    private static Tensor recomputed(
            Transformer transformer,
            Tensor hidden,
            Tensor values,
            Numbers numbers,
            UnaryOperator<Tensor> loss,
            int atOnce) {
        values.requires_grad_(true);
        Tensor total = loss.apply(values);
        total.backward();
        Tensor byValues = values.grad();
        List<Tensor> weights = transformer.parameters().views();
        var byWeights = new ArrayList<Tensor>();
        weights.forEach(w -> byWeights.add(new Tensor()));
        Tensor byHidden = torch.zeros_like(hidden.detach());
        int rows = (int) hidden.size(0);
        for (int from = 0; from < rows; from += atOnce) {
            try (var scope = Torch.scope()) {
                int count = Math.min(atOnce, rows - from);
                Tensor part = hidden.detach().narrow(0, from, count).requires_grad_(true);
                var inputs = new TensorVector(part);
                weights.forEach(inputs::push_back);
                TensorVector gradients = torch.grad(
                        new TensorVector(numbers.of(logits(transformer, part), from)),
                        inputs,
                        new TensorVector(byValues.narrow(0, from, count)),
                        new BoolOptional(),
                        false,
                        true);
                byHidden.narrow(0, from, count).copy_(gradients.get(0));
                for (int i = 0; i < weights.size(); i++) {
                    Tensor gradient = gradients.get(i + 1);
                    if (gradient.defined() && byWeights.get(i).defined()) {
                        byWeights.get(i).add_(gradient);
                    } else if (gradient.defined()) {
                        byWeights.set(i, Torch.keep(gradient.clone()));
                    }
                }
            }
        }
        // Terms of value 0 whose gradients are the ones just computed.
        Tensor result = total.detach().add(carrying(hidden, byHidden));
        for (int i = 0; i < weights.size(); i++) {
            if (byWeights.get(i).defined()) {
                result = result.add(carrying(weights.get(i), byWeights.get(i)));
                byWeights.get(i).close();
            }
        }
        return result;
    }

    private static Tensor carrying(Tensor x, Tensor gradient) {
        Tensor product = x.mul(gradient).sum();
        return product.sub(product.detach());
    }
}

package dev.selvedge.train.objective;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What is made smaller for a pair, as a function of t, by how much the policy prefers the chosen answer: {@code β · ((l -
 * l_ref) of the chosen - (l - l_ref) of the rejected)}, less the margin.
 */
public sealed interface PairLoss {
    /** The loss of each pair, {@code [pairs]}. */
    Tensor of(Tensor t, double beta);

    /**
     * {@code -(1 - ε) log σ(t) - ε log σ(-t)}: DPO (Rafailov et al. 2023, equation 7), with ε its conservative form
     * (Mitchell 2023). With ε = 0 it is also SPIN's logistic loss, log(1 + exp(-t)) (Chen et al. 2024, equation 4.7).
     *
     * @param smoothing ε, the share of pairs thought to be the wrong way round, in [0, 0.5)
     */
    record Logistic(double smoothing) implements PairLoss {
        public Logistic {
            Checks.require(smoothing >= 0 && smoothing < 0.5, "smoothing", smoothing, "in [0, 0.5)");
        }

        @Override
        public Tensor of(Tensor t, double beta) {
            Tensor right = torch.log_sigmoid(t).neg();
            return smoothing == 0
                    ? right
                    : Tensors.times(right, 1 - smoothing).sub(Tensors.times(torch.log_sigmoid(t.neg()), smoothing));
        }
    }

    /**
     * {@code (-(1 - ε) log σ(t) + ε log σ(-t)) / (1 - 2ε)}: unbiased where ε of the pairs are the wrong way round (robust
     * DPO, Chowdhury et al. 2024).
     *
     * @param flipped ε, in [0, 0.5)
     */
    record Robust(double flipped) implements PairLoss {
        public Robust {
            Checks.require(flipped >= 0 && flipped < 0.5, "flipped", flipped, "in [0, 0.5)");
        }

        @Override
        public Tensor of(Tensor t, double beta) {
            Tensor right = Tensors.times(torch.log_sigmoid(t), -(1 - flipped));
            return Tensors.times(right.add(Tensors.times(torch.log_sigmoid(t.neg()), flipped)), 1 / (1 - 2 * flipped));
        }
    }

    /** {@code max(0, 1 - t)}: a choice that SPIN publishes; SLiC. */
    record Hinge() implements PairLoss {
        @Override
        public Tensor of(Tensor t, double beta) {
            return Tensors.plus(t.neg(), 1).relu();
        }
    }

    /** {@code exp(-t)}: a choice that SPIN publishes. */
    record Exponential() implements PairLoss {
        @Override
        public Tensor of(Tensor t, double beta) {
            return t.neg().exp();
        }
    }

    /** {@code 1 - t}: a choice that SPIN publishes; it has no lower bound. */
    record Correlation() implements PairLoss {
        @Override
        public Tensor of(Tensor t, double beta) {
            return Tensors.plus(t.neg(), 1);
        }
    }

    /** {@code ((t - 1/2) / β)²}: IPO (Azar et al. 2024, equation 17), whose τ is β. */
    record Squared() implements PairLoss {
        @Override
        public Tensor of(Tensor t, double beta) {
            return Tensors.times(t.sub(new Scalar(0.5)), 1 / beta).square();
        }
    }
}

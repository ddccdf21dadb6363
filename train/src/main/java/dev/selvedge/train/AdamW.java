package dev.selvedge.train;

import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Torch;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * AdamW (Loshchilov and Hutter 2019, algorithm 2) on flat buffers. Weight decay applies to matrices only, so norms and
 * biases are free.
 */
final class AdamW implements AutoCloseable {
    private final ParameterBuffer parameters;
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;
    private final Tensor mean;
    private final Tensor meanSquare;

    AdamW(ParameterBuffer parameters, TrainingSettings settings) {
        this.parameters = parameters;
        this.beta1 = settings.optimiser().beta1();
        this.beta2 = settings.optimiser().beta2();
        this.epsilon = settings.optimiser().epsilon();
        this.weightDecay = settings.optimiser().weightDecay();
        try (var scope = Torch.scope()) {
            mean = Torch.keep(Torch.zeros(parameters.size()));
            meanSquare = Torch.keep(Torch.zeros(parameters.size()));
        }
    }

    /**
     * Moves a range of the weights by their gradients.
     *
     * @param step from 0
     * @param from first value of the range
     * @param to after the last
     */
    void step(int step, double learningRate, long from, long to) {
        Tensor weights = parameters.flat().narrow(0, from, to - from);
        Tensor gradients = parameters.gradients().narrow(0, from, to - from);
        Tensor m = mean.narrow(0, from, to - from);
        Tensor v = meanSquare.narrow(0, from, to - from);
        m.lerp_(gradients, new Scalar(1 - beta1));
        v.mul_(new Scalar(beta2)).addcmul_(gradients, gradients, new Scalar(1 - beta2));
        long matrices = Math.min(to, parameters.matrixSize()) - from;
        if (matrices > 0) {
            weights.narrow(0, 0, matrices).mul_(new Scalar(1 - learningRate * weightDecay));
        }
        double correction1 = 1 - Math.pow(beta1, step + 1);
        double correction2 = 1 - Math.pow(beta2, step + 1);
        Tensor deviation = v.sqrt().div_(new Scalar(Math.sqrt(correction2))).add_(new Scalar(epsilon));
        weights.addcdiv_(m, deviation, new Scalar(-learningRate / correction1));
    }

    Tensor mean() {
        return mean;
    }

    Tensor meanSquare() {
        return meanSquare;
    }

    @Override
    public void close() {
        mean.close();
        meanSquare.close();
    }
}

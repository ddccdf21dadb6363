package dev.selvedge.model.ternary;

import dev.selvedge.model.Arithmetic;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Weights;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights in training that learn to be ternary (quantisation-aware training of BitCPM4: MiniCPM4, section 3.3). What is
 * trained is float32; every linear map of the blocks is used as the nearest {@link TernaryMatrix}, and its gradient is
 * passed on as if it were the float32 one (straight through, Bengio et al. 2013). Embeddings, the output layer, norms and
 * biases stay as they are.
 *
 * <p>It begins best with weights that were trained in full precision, with the learning rate warmed up again to about
 * half of its earlier peak, a fifth of the steps to decay, and at least 40 % of all tokens spent this way.
 */
public final class TernaryWeights implements Weights {
    /** Inputs that share a scale, as BitCPM4 chose. */
    public static final int GROUP = 64;

    private final FullWeights full;
    private final int group;

    /**
     * @param full stays the caller's; its memory is shared, so that training changes it
     * @param group inputs that share a scale
     */
    public TernaryWeights(FullWeights full, int group) {
        this(group, full.sharing());
    }

    private TernaryWeights(int group, FullWeights own) {
        if (group < 1) {
            throw new IllegalArgumentException("groups of " + group);
        }
        this.full = own;
        this.group = group;
    }

    @Override
    public ModelConfig config() {
        return full.config();
    }

    @Override
    public Tensor embed(Tensor ids) {
        return full.embed(ids);
    }

    @Override
    public Tensor linear(Tensor x, String... modules) {
        Tensor weight = full.matrix(modules);
        Tensor change;
        try (var noGradient = new NoGradGuard()) {
            change = TernaryMatrix.of(weight, group).values(group).sub(weight);
        }
        return full.linear(x, weight.add(change), modules);
    }

    @Override
    public Tensor vector(String name) {
        return full.vector(name);
    }

    @Override
    public Tensor head(Tensor x) {
        return full.head(x);
    }

    @Override
    public ParameterBuffer trained() {
        return full.trained();
    }

    @Override
    public TernaryWeights sharing() {
        return new TernaryWeights(group, full.sharing());
    }

    @Override
    public TernaryWeights sharing(Arithmetic arithmetic) {
        return new TernaryWeights(group, full.sharing(arithmetic));
    }

    /** A copy as it is used: ternary where it is ternary, to be written as an ordinary model. */
    public FullWeights rounded() {
        var result = new FullWeights(config());
        ParameterBuffer source = full.trained();
        ParameterBuffer target = result.trained();
        try (var scope = Torch.scope()) {
            target.flat().copy_(source.flat().detach());
            for (ParameterBuffer.Parameter parameter : target.list()) {
                if (isTernary(parameter.name())) {
                    List<Long> shape = parameter.shape();
                    Tensor matrix = target.flat()
                            .narrow(0, parameter.offset(), parameter.size())
                            .view(shape.get(0), shape.get(1));
                    matrix.copy_(TernaryMatrix.of(matrix, group).values(group));
                }
            }
        }
        return result;
    }

    /** Whether a parameter is the matrix of a linear map of a block. */
    static boolean isTernary(String parameter) {
        return parameter.startsWith("model.layers.") && parameter.endsWith("_proj.weight");
    }

    int group() {
        return group;
    }

    @Override
    public void close() {
        full.close();
    }
}

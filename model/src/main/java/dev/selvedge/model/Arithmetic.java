package dev.selvedge.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * In what numbers linear maps are multiplied, forward and backward. Everything else (norms, attention, the residual
 * stream, gradients of weights as they add up, the optimiser, and the weights themselves) is float32 either way.
 */
public enum Arithmetic {
    FLOAT32,
    /**
     * Both factors rounded to bfloat16, sums in float32, the product rounded to bfloat16 (mixed precision, Micikevicius
     * et al. 2018, with the range of float32, so without loss scaling). Several times as fast as float32 on processors
     * with such instructions, and slower on others.
     */
    BFLOAT16;

    /**
     * A differentiable linear map.
     *
     * @param x {@code [tokens, in]}
     * @param weight {@code [out, in]}
     * @param bias {@code [out]}
     * @return float32, {@code [tokens, out]}
     */
    public Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return switch (this) {
            case FLOAT32 -> {
                if (x.size(0) == 1) {
                    // The product of two matrices, which libtorch would take, is several times slower for one row.
                    Tensor product = torch.mv(weight, x.view(-1)).unsqueeze(0);
                    yield bias == null ? product : product.add(bias);
                }
                yield bias == null ? torch.linear(x, weight) : torch.linear(x, weight, new TensorOptional(bias));
            }
            case BFLOAT16 -> {
                Tensor product = torch.linear(x.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16))
                        .to(ScalarType.Float);
                yield bias == null ? product : product.add(bias);
            }
        };
    }
}

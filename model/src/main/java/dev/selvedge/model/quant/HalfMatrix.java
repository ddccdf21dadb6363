package dev.selvedge.model.quant;

import dev.selvedge.model.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A matrix in float16, in FBGEMM's layout: it is read once at half the bytes, and widened in registers. */
record HalfMatrix(Tensor packed) implements PackedMatrix {
    /** @param matrix {@code [out, in]} float32 */
    static HalfMatrix of(Tensor matrix) {
        try (var scope = Torch.scope()) {
            return new HalfMatrix(Torch.keep(torch.fbgemm_pack_gemm_matrix_fp16(matrix.contiguous())));
        }
    }

    @Override
    public Tensor times(Tensor x) {
        return torch.fbgemm_linear_fp16_weight_fp32_activation(x.contiguous(), packed, new TensorOptional());
    }

    @Override
    public HalfMatrix sharing() {
        return new HalfMatrix(Torch.keep(packed));
    }

    @Override
    public void close() {
        packed.close();
    }
}

package dev.selvedge.model.quant;

import dev.selvedge.model.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A matrix of eight bits a value.
 *
 * @param integers {@code [out, in]} int8
 * @param scales {@code [out]} bfloat16
 */
record ByteMatrix(Tensor integers, Tensor scales) implements PackedMatrix {
    @Override
    public Tensor times(Tensor x) {
        return Kernels.int8(x.to(ScalarType.BFloat16), integers, scales).to(ScalarType.Float);
    }

    /** Float32 values of some rows. */
    Tensor rows(Tensor ids) {
        return integers.index_select(0, ids)
                .to(ScalarType.Float)
                .mul(scales.index_select(0, ids).to(ScalarType.Float).unsqueeze(1));
    }

    @Override
    public ByteMatrix sharing() {
        return new ByteMatrix(Torch.keep(integers), Torch.keep(scales));
    }

    @Override
    public void close() {
        integers.close();
        scales.close();
    }
}

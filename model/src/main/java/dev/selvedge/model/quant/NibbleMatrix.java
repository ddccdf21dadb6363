package dev.selvedge.model.quant;

import dev.selvedge.model.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A matrix of four bits a value.
 *
 * @param packed as {@link Kernels#pack4} gives it
 * @param scales {@code [groups, out, 2]} bfloat16: scale and middle
 */
record NibbleMatrix(Tensor packed, Tensor scales) implements PackedMatrix {
    @Override
    public Tensor times(Tensor x) {
        return Kernels.int4(x.to(ScalarType.BFloat16), packed, QuantizedRows.GROUP, scales)
                .to(ScalarType.Float);
    }

    @Override
    public NibbleMatrix sharing() {
        return new NibbleMatrix(Torch.keep(packed), Torch.keep(scales));
    }

    @Override
    public void close() {
        packed.close();
        scales.close();
    }
}

package dev.selvedge.model.quant;

import dev.selvedge.model.Torch;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A matrix as whole numbers: value = integer · scale + middle, with a scale and a middle for every group of values of a
 * row. Both are rounded to bfloat16 before the integers are chosen by them, so that kernels multiply with exactly the
 * numbers that were chosen.
 *
 * <p>In eight bits the row is one group, the integers go from −127 to 127, and all middles are 0: the scale is the
 * greatest absolute value divided by 127. In four bits the integers go from −8 to 7, and the group's least value and
 * its greatest are −8 and 7.
 *
 * @param bits 8 or 4
 * @param integers {@code [out, in]} int8
 * @param scales {@code [out, groups]} bfloat16
 * @param middles {@code [out, groups]} bfloat16
 */
record QuantizedRows(int bits, Tensor integers, Tensor scales, Tensor middles) {
    /** Values of a row that share a scale in four bits. */
    static final int GROUP = 64;
    /** In which the four-bit kernel takes rows. */
    private static final int ROWS_AT_A_TIME = 16;

    private static final Scalar TINY = new Scalar(1e-12).retainReference();

    /** The bits that a matrix gets where so many are wanted. */
    static int bits(int wanted, long out, long in) {
        return wanted == 4 && in % GROUP == 0 && out % ROWS_AT_A_TIME == 0 ? 4 : 8;
    }

    /** In the scope of the caller. */
    static QuantizedRows of(Tensor matrix, int bits) {
        return bits == 8 ? eight(matrix.detach()) : four(matrix.detach());
    }

    private static QuantizedRows eight(Tensor matrix) {
        Tensor scales = matrix.abs()
                .amax(new long[] {1}, true)
                .div_(new Scalar(127))
                .clamp_min_(TINY)
                .to(ScalarType.BFloat16);
        Tensor integers = matrix.div(scales.to(ScalarType.Float)).round_();
        return new QuantizedRows(8, within(integers, -127, 127), scales, torch.zeros_like(scales));
    }

    private static QuantizedRows four(Tensor matrix) {
        Tensor groups = matrix.reshape(matrix.size(0), -1, GROUP);
        Tensor least = groups.amin(new long[] {2}, true);
        Tensor scales = groups.amax(new long[] {2}, true)
                .sub_(least)
                .div_(new Scalar(15))
                .clamp_min_(TINY)
                .to(ScalarType.BFloat16);
        Tensor wide = scales.to(ScalarType.Float);
        Tensor middles = least.add(wide, new Scalar(8)).to(ScalarType.BFloat16);
        Tensor integers = groups.sub(middles.to(ScalarType.Float)).div_(wide).round_();
        return new QuantizedRows(
                4, within(integers, -8, 7).view(matrix.size(0), -1), scales.squeeze(2), middles.squeeze(2));
    }

    private static Tensor within(Tensor integers, int least, int greatest) {
        return integers.clamp_(new ScalarOptional(new Scalar(least)), new ScalarOptional(new Scalar(greatest)))
                .to(ScalarType.Char);
    }

    /** Matrices of one input below each other. In the scope of the caller. */
    static QuantizedRows below(List<QuantizedRows> matrices) {
        if (matrices.size() == 1) {
            return matrices.getFirst();
        }
        var integers = new TensorVector();
        var scales = new TensorVector();
        var middles = new TensorVector();
        for (QuantizedRows matrix : matrices) {
            integers.push_back(matrix.integers);
            scales.push_back(matrix.scales);
            middles.push_back(matrix.middles);
        }
        return new QuantizedRows(
                matrices.getFirst().bits, torch.cat(integers, 0), torch.cat(scales, 0), torch.cat(middles, 0));
    }

    /** The values that the integers stand for, float32. */
    Tensor values() {
        long groups = scales.size(1);
        return integers.to(ScalarType.Float)
                .view(integers.size(0), groups, -1)
                .mul(scales.to(ScalarType.Float).unsqueeze(2))
                .add_(middles.to(ScalarType.Float).unsqueeze(2))
                .view(integers.size(0), -1);
    }

    /** In the form that the kernel wants, for its owner to close. */
    PackedMatrix packed() {
        try (var scope = Torch.scope()) {
            if (bits == 8) {
                return new ByteMatrix(
                        Torch.keep(integers.contiguous()),
                        Torch.keep(scales.view(-1).contiguous()));
            }
            Tensor unsigned = integers.to(ScalarType.Int).add_(new Scalar(8));
            // [groups, out, 2]
            Tensor both = torch.stack(new TensorVector(scales, middles), 2)
                    .transpose(0, 1)
                    .contiguous();
            return new NibbleMatrix(Torch.keep(Kernels.pack4(unsigned)), Torch.keep(both));
        }
    }
}

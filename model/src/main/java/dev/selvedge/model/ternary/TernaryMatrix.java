package dev.selvedge.model.ternary;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A matrix in ternary numbers (BitCPM4: MiniCPM4, section 3.3): the inputs of each row in groups, for each group the
 * scale s = max(mean |w|, ε), and each value the nearest of −s, 0 and s. The last group of a row may be shorter.
 *
 * @param codes −1, 0 or 1 as float32, {@code [out, in]}
 * @param scales {@code [out, groups]}
 */
record TernaryMatrix(Tensor codes, Tensor scales) {
    /** So that a group of zeros has a scale. */
    private static final double EPSILON = 1e-5;

    /** @param weight float32, {@code [out, in]} */
    static TernaryMatrix of(Tensor weight, int group) {
        long out = weight.size(0);
        long in = weight.size(1);
        long groups = groups(in, group);
        long missing = groups * group - in;
        Tensor grouped = (missing == 0 ? weight : torch.constant_pad_nd(weight, 0, missing)).view(out, groups, group);
        Tensor sums = grouped.abs().sum(-1);
        Tensor means = sums.div(new Scalar((double) group));
        if (missing > 0) {
            means.narrow(1, groups - 1, 1)
                    .copy_(sums.narrow(1, groups - 1, 1).div(new Scalar((double) (group - missing))));
        }
        Tensor scales = means.clamp_min_(new Scalar(EPSILON));
        var least = new ScalarOptional(new Scalar(-1.0));
        var greatest = new ScalarOptional(new Scalar(1.0));
        // The addition makes a negative zero an ordinary one.
        Tensor codes = grouped.div(scales.unsqueeze(-1))
                .round()
                .clamp_(least, greatest)
                .add_(new Scalar(0.0));
        return new TernaryMatrix(codes.view(out, groups * group).narrow(1, 0, in), scales);
    }

    static long groups(long in, int group) {
        return (in + group - 1) / group;
    }

    /** The codes times their scales, {@code [out, in]}. */
    Tensor values(int group) {
        return codes.mul(torch.repeat_interleave(scales, group, new LongOptional(1), new LongOptional())
                .narrow(1, 0, codes.size(1)));
    }
}

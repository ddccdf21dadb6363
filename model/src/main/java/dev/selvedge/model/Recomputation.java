package dev.selvedge.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * Forward passes through blocks of which only the inputs were kept. To go back, each block is computed again, the last
 * first, and its own small graph gives the gradient of its input, which is the gradient of the output of the block
 * before.
 */
final class Recomputation {
    /** Something that gives equal outputs for equal inputs, whenever it is asked. */
    interface Blocks {
        Tensor output(int index, Tensor input);
    }

    /**
     * A pass that waits for the gradient of its output.
     *
     * @param blocks in which it went
     * @param start what went into the first block, with its graph
     * @param inputs of the blocks, without graphs
     * @param output of the last block, a leaf that the loss is computed from
     */
    private record Pass(Blocks blocks, Tensor start, List<Tensor> inputs, Tensor output) {}

    private final List<Pass> passes = new ArrayList<>();

    /** Goes through the blocks; the tensors live in the caller's scope until {@link #backward}. */
    Tensor forward(Tensor start, int count, Blocks blocks) {
        var inputs = new ArrayList<Tensor>();
        inputs.add(start.detach());
        for (int i = 0; i < count; i++) {
            var output = new Tensor();
            try (var scope = Torch.scope();
                    var noGradient = new NoGradGuard()) {
                output.put(blocks.output(i, inputs.get(i)));
            }
            inputs.add(output);
        }
        Tensor output = inputs.removeLast().detach().requires_grad_(true);
        passes.add(new Pass(blocks, start, inputs, output));
        return output;
    }

    /** Goes back through all passes whose outputs have gradients by now, and forgets them. */
    void backward() {
        try {
            passes.forEach(Recomputation::backward);
        } finally {
            passes.clear();
        }
    }

    private static void backward(Pass pass) {
        Tensor gradient = pass.output.grad();
        for (int i = pass.inputs.size() - 1; i >= 0 && gradient.defined(); i--) {
            var before = new Tensor();
            try (var scope = Torch.scope()) {
                boolean wanted = i > 0 || pass.start.requires_grad();
                Tensor input = pass.inputs.get(i).detach().requires_grad_(wanted);
                Tensor output = pass.blocks.output(i, input);
                if (output.requires_grad()) {
                    backward(output, gradient);
                    before.put(input.grad());
                }
            }
            gradient = before;
        }
        if (gradient.defined() && pass.start.requires_grad()) {
            backward(pass.start, gradient);
        }
    }

    private static void backward(Tensor output, Tensor gradient) {
        output.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
    }
}

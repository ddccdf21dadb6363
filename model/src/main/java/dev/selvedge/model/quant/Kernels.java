package dev.selvedge.model.quant;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Kernels of libtorch that the Java binding does not name; TorchScript does. */
final class Kernels {
    private static final CompilationUnit UNIT = torch.compile("""
            def int8(x, w, scales):
                return torch._weight_int8pack_mm(x, w, scales)
            def int4(x, w, group: int, scales):
                return torch._weight_int4pack_mm_for_cpu(x, w, group, scales)
            def pack4(w):
                return torch._convert_weight_to_int4pack_for_cpu(w, 2)
            """).retainReference();

    private static final Function INT8 = function("int8");
    private static final Function INT4 = function("int4");
    private static final Function PACK4 = function("pack4");

    private Kernels() {}

    private static Function function(String name) {
        return UNIT.find_function(new QualifiedName(name)).retainReference();
    }

    /**
     * @param x {@code [tokens, in]} bfloat16
     * @param weights {@code [out, in]} int8
     * @param scales {@code [out]} bfloat16
     */
    static Tensor int8(Tensor x, Tensor weights, Tensor scales) {
        return call(INT8, new IValue(x), new IValue(weights), new IValue(scales));
    }

    /**
     * @param x {@code [tokens, in]} bfloat16
     * @param weights as packed by {@link #pack4}
     * @param scales {@code [groups, out, 2]} bfloat16: scale and middle
     */
    static Tensor int4(Tensor x, Tensor weights, long group, Tensor scales) {
        return call(INT4, new IValue(x), new IValue(weights), new IValue(group), new IValue(scales));
    }

    /** @param weights {@code [out, in]} int32, from 0 to 15 */
    static Tensor pack4(Tensor weights) {
        return call(PACK4, new IValue(weights));
    }

    private static Tensor call(Function function, IValue... arguments) {
        // A tensor of its own: the one in the result goes with the result.
        return new Tensor(function.apply(new IValueVector(arguments)).toTensor());
    }
}

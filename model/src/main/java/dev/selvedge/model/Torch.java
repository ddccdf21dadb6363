package dev.selvedge.model;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch, started in the way that Selvedge needs, and the few calls that Java needs a shorter form of.
 *
 * <p>Tensors are freed by the {@code PointerScope} in which they were made. What must live longer is {@linkplain #keep
 * kept} and closed by its owner.
 */
public final class Torch {
    static {
        Natives.prepareTorch();
        // Threads that spin while they wait make attention up to twenty times slower where cores are shared. libgomp
        // reads this once, when it is loaded.
        setEnvironmentIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    }

    private Torch() {}

    /**
     * Sets how many threads the operations use that the calling thread starts. Results repeat bit for bit only with an
     * equal number of threads.
     *
     * @param threads 0 for as many as there are cores
     * @return the number in use
     */
    public static int useThreads(int threads) {
        int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        torch.set_num_threads(count);
        return count;
    }

    /** Takes a tensor out of the care of the scope that it was made in; the caller closes it. */
    public static <P extends Pointer> P keep(P pointer) {
        pointer.retainReference();
        return pointer;
    }

    /** Zeros of float32. */
    public static Tensor zeros(long... shape) {
        return torch.zeros(shape, new TensorOptions());
    }

    /** Indices, as int64. */
    public static Tensor indices(int[] values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return Tensor.create(wide);
    }

    /** The values of a float32 tensor, row by row. */
    public static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.numel())];
        tensor.contiguous().data_ptr_float().get(values);
        return values;
    }

    /** The memory of a contiguous float32 tensor. It is valid while the tensor is. */
    static MemorySegment memory(Tensor tensor) {
        return MemorySegment.ofAddress(tensor.data_ptr().address()).reinterpret(tensor.numel() * Float.BYTES);
    }

    static Scalar scalar(double value) {
        return new Scalar(value);
    }

    static Tensor rmsNorm(Tensor x, Tensor weight, double epsilon) {
        return torch.rms_norm(x, new long[] {weight.size(0)}, new TensorOptional(weight), new DoubleOptional(epsilon));
    }

    /** Scaled dot-product attention, {@code [batch, heads, tokens, headWidth]}. */
    static Tensor attention(Tensor query, Tensor key, Tensor value, TensorOptional mask, boolean causal) {
        return torch.scaled_dot_product_attention(query, key, value, mask, 0.0, causal, new DoubleOptional(), false);
    }

    private static void setEnvironmentIfAbsent(String name, String value) {
        Linker linker = Linker.nativeLinker();
        var setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return; // Windows; the launcher sets it there
        }
        try (Arena arena = Arena.ofConfined()) {
            int unused = (int) linker.downcallHandle(
                            setenv.get(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT))
                    .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
        } catch (Throwable e) {
            throw new IllegalStateException("setenv failed", e);
        }
    }
}

package dev.selvedge.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * libtorch, started in the way that Selvedge needs, and the few calls that Java needs a shorter form of.
 *
 * <p>Work on tensors happens in a {@link #scope}, which frees what was made in it. What must live longer is
 * {@linkplain #keep kept} and closed by its owner. Each operation uses one thread; {@link Workers} compute side by side.
 */
public final class Torch {
    /** Read: native code may run. Write: the process ends, and what native code uses is torn down. */
    private static final ReentrantReadWriteLock RUNNING = new ReentrantReadWriteLock();

    private static final int ENDED_BY_SIGNAL = 143;

    static {
        Natives.prepareTorch();
        // The matrix library of this build has its own threads, which spin while they wait and hold each other up when
        // several threads call it: with them, small models train several times slower, and slower still on a busy
        // machine. Both libraries read these settings once, when they are loaded.
        setEnvironmentIfAbsent("OPENBLAS_NUM_THREADS", "1");
        setEnvironmentIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
        // It warns of its own plans, which users of Selvedge need not know.
        setEnvironmentIfAbsent("TORCH_CPP_LOG_LEVEL", "ERROR");
        // Large tensors come and go with their memory. In pages of 2 MiB that costs little; in pages of 4 KiB the
        // faults
        // take up to half of a training step.
        setEnvironmentIfAbsent("THP_MEM_ALLOC_ENABLE", "1");
        torch.set_num_threads(1);
        torch.initLogging();
        Runtime.getRuntime().addShutdownHook(new Thread(Torch::awaitEnd, "torch-end"));
    }

    private Torch() {}

    private static void awaitEnd() {
        try {
            if (!RUNNING.writeLock().tryLock(10, TimeUnit.SECONDS)) {
                // Native code that goes on while its library is torn down would crash; what is finished is on disk.
                Runtime.getRuntime().halt(ENDED_BY_SIGNAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A scope for work on tensors. When it closes, every tensor made in it on this thread is freed, unless it is kept.
     * While the process ends, no new scope opens: the caller waits, and so never runs native code in a process that is
     * being torn down.
     */
    public static Scope scope() {
        return new Scope();
    }

    /** See {@link Torch#scope}. */
    public static final class Scope implements AutoCloseable {
        private final PointerScope pointers;

        private Scope() {
            RUNNING.readLock().lock();
            pointers = new PointerScope();
        }

        @Override
        public void close() {
            pointers.close();
            RUNNING.readLock().unlock();
        }
    }

    /** Takes a tensor out of the care of the scope that it was made in; the caller closes it. */
    public static <P extends Pointer> P keep(P pointer) {
        pointer.retainReference();
        return pointer;
    }

    /** The version of the native library and its binding, for people. */
    public static String version() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            return "of unknown version";
        }
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
    public static MemorySegment memory(Tensor tensor) {
        return MemorySegment.ofAddress(tensor.data_ptr().address()).reinterpret(tensor.numel() * Float.BYTES);
    }

    /**
     * A tensor over native memory, which must outlive it and is not to be written to where it is read-only.
     *
     * @param memory of the size that type and shape ask for
     */
    public static Tensor over(MemorySegment memory, ScalarType type, long... shape) {
        Pointer pointer = new Pointer() {
            {
                address = memory.address();
            }
        };
        return torch.from_blob(pointer, shape, new TensorOptions(type));
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

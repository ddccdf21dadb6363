package dev.selvedge.model;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What training changes: one flat float32 buffer, of which every named parameter is a piece, and, once
 * {@linkplain #gradients asked for}, a flat buffer of gradients of the same layout. Optimiser, clipping, norms and files
 * work on the buffers; {@link Weights} work on views of them.
 *
 * <p>Matrices come first and vectors (norms and biases) last, so weight decay applies to a prefix.
 */
public final class ParameterBuffer implements AutoCloseable {
    /**
     * A named piece of the flat buffer.
     *
     * @param name as in the Hugging Face layout
     * @param shape one or two sizes, row-major
     * @param offset of its first value in the buffer
     */
    public record Parameter(String name, List<Long> shape, long offset) {
        public long size() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        boolean isMatrix() {
            return shape.size() == 2;
        }
    }

    /**
     * The order and shapes of a buffer's pieces.
     */
    public static final class Layout {
        private final Map<String, Parameter> parameters = new LinkedHashMap<>();
        private long end;

        /**
         * Puts one more piece at the end.
         *
         * @param shape two sizes for a matrix, one for a vector; after the first vector no matrix may follow
         */
        public void add(String name, long... shape) {
            var sizes = new ArrayList<Long>();
            for (long s : shape) {
                sizes.add(s);
            }
            var parameter = new Parameter(name, List.copyOf(sizes), end);
            if (parameter.isMatrix() && parameters.values().stream().anyMatch(p -> !p.isMatrix())) {
                throw new IllegalArgumentException(name + " is a matrix after a vector");
            }
            if (parameters.put(name, parameter) != null) {
                throw new IllegalArgumentException("two parameters " + name);
            }
            end += parameter.size();
        }
    }

    private final Map<String, Parameter> byName;
    private final long size;
    private final long matrixSize;
    private final Tensor flat;
    private @Nullable Tensor gradients;
    private final Map<String, Tensor> views = new LinkedHashMap<>();

    /** All zero. */
    public ParameterBuffer(Layout layout) {
        this.byName = new LinkedHashMap<>(layout.parameters);
        this.size = layout.end;
        this.matrixSize = byName.values().stream()
                .filter(Parameter::isMatrix)
                .mapToLong(Parameter::size)
                .sum();
        try (var scope = Torch.scope()) {
            this.flat = Torch.keep(Torch.zeros(size));
        }
    }

    private ParameterBuffer(ParameterBuffer shared) {
        this.byName = shared.byName;
        this.size = shared.size;
        this.matrixSize = shared.matrixSize;
        this.flat = Torch.keep(shared.flat);
    }

    /** The same values, in the same memory, with gradients of their own; to be closed by the caller. */
    public ParameterBuffer sharing() {
        return new ParameterBuffer(this);
    }

    /** The parameters in the order of the buffer. */
    public List<Parameter> list() {
        return List.copyOf(byName.values());
    }

    /** Whether there is a parameter of this name. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Number of values. */
    public long size() {
        return size;
    }

    /** Number of values in matrices; they come first. Weight decay applies to them. */
    public long matrixSize() {
        return matrixSize;
    }

    /** The flat buffer, {@code [size]}. */
    public Tensor flat() {
        return flat;
    }

    /** The flat gradient buffer, {@code [size]}; from the first call on, backward passes add to it. */
    public Tensor gradients() {
        Tensor present = gradients;
        if (present == null) {
            try (var scope = Torch.scope()) {
                present = Torch.keep(Torch.zeros(size));
            }
            gradients = present;
            // Views made before had no gradient; they are made anew.
            views.values().forEach(Tensor::close);
            views.clear();
        }
        return present;
    }

    /** The values of one parameter, in the memory of the buffer. */
    public MemorySegment memory(Parameter parameter) {
        return Torch.memory(flat).asSlice(parameter.offset() * Float.BYTES, parameter.size() * Float.BYTES);
    }

    /**
     * A view of parameters that lie next to each other, as one matrix {@code [sum of rows, columns]} or vector; a leaf
     * of the autograd graph when gradients are wanted.
     */
    public Tensor view(String... names) {
        Tensor known = views.get(names[0]);
        if (known != null) {
            return known;
        }
        Parameter first = parameter(names[0]);
        long values = 0;
        for (String name : names) {
            Parameter parameter = parameter(name);
            if (parameter.offset() != first.offset() + values) {
                throw new IllegalArgumentException(name + " does not follow the parameters before it");
            }
            values += parameter.size();
        }
        long columns = first.isMatrix() ? first.shape().get(1) : 0;
        long[] shape = columns > 0 ? new long[] {values / columns, columns} : new long[] {values};
        try (var scope = Torch.scope()) {
            Tensor view = flat.narrow(0, first.offset(), values).view(shape).detach();
            if (gradients != null) {
                view.requires_grad_(true);
                view.mutable_grad()
                        .put(gradients.narrow(0, first.offset(), values).view(shape));
            }
            views.put(names[0], Torch.keep(view));
            return view;
        }
    }

    /** The views that were used so far. */
    public List<Tensor> views() {
        return List.copyOf(views.values());
    }

    /** @throws IllegalArgumentException if there is none of this name */
    public Parameter parameter(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return parameter;
    }

    @Override
    public void close() {
        views.values().forEach(Tensor::close);
        views.clear();
        if (gradients != null) {
            gradients.close();
        }
        flat.close();
    }
}

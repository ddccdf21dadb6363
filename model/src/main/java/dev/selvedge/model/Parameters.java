package dev.selvedge.model;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a transformer: one flat float32 buffer, of which every named parameter is a piece, and, once
 * {@linkplain #gradients asked for}, a flat buffer of gradients of the same layout. Optimiser, clipping, norms and files
 * work on the buffers; the transformer works on views of them.
 *
 * <p>Matrices come first and vectors (norms and biases) last, so weight decay applies to a prefix. Matrices that are
 * multiplied with the same input (query, key, value; gate, up) lie next to each other and are used as one.
 */
public final class Parameters implements AutoCloseable {
    /**
     * A named piece of the flat buffer.
     *
     * @param name as in the Hugging Face layout
     * @param shape one or two sizes, row-major
     * @param offset of its first value in the buffer
     * @param deviation standard deviation of fresh values; 0 for a bias, -1 for a norm, which starts at one
     */
    public record Parameter(String name, List<Long> shape, long offset, double deviation) {
        public long size() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        boolean isMatrix() {
            return shape.size() == 2;
        }
    }

    private final ModelConfig config;
    private final Map<String, Parameter> byName;
    private final long size;
    private final long matrixSize;
    private final Tensor flat;
    private @Nullable Tensor gradients;
    private final Map<String, Tensor> views = new LinkedHashMap<>();

    /** All zero. */
    public Parameters(ModelConfig config) {
        this.config = config;
        this.byName = layout(config);
        long values = 0;
        long inMatrices = 0;
        for (Parameter parameter : byName.values()) {
            values += parameter.size();
            inMatrices += parameter.isMatrix() ? parameter.size() : 0;
        }
        this.size = values;
        this.matrixSize = inMatrices;
        try (var scope = Torch.scope()) {
            this.flat = Torch.keep(Torch.zeros(size));
        }
    }

    /** Shares the weights of others, with views and gradients of its own. */
    private Parameters(Parameters shared) {
        this.config = shared.config;
        this.byName = shared.byName;
        this.size = shared.size;
        this.matrixSize = shared.matrixSize;
        this.flat = Torch.keep(shared.flat);
    }

    /** The same weights, in the same memory, with gradients of their own; to be closed by the caller. */
    Parameters sharing() {
        return new Parameters(this);
    }

    private static Map<String, Parameter> layout(ModelConfig c) {
        var layout = new Layout();
        long queries = (long) c.heads() * c.headWidth();
        long keys = (long) c.keyValueHeads() * c.headWidth();
        double deviation = c.initializerRange();
        double residual = deviation / Math.sqrt(2.0 * c.layers());
        layout.add("model.embed_tokens.weight", deviation, c.vocabularySize(), c.width());
        for (int i = 0; i < c.layers(); i++) {
            String layer = layer(i);
            layout.add(layer + "self_attn.q_proj.weight", deviation, queries, c.width());
            layout.add(layer + "self_attn.k_proj.weight", deviation, keys, c.width());
            layout.add(layer + "self_attn.v_proj.weight", deviation, keys, c.width());
            layout.add(layer + "self_attn.o_proj.weight", residual, c.width(), queries);
            layout.add(layer + "mlp.gate_proj.weight", deviation, c.feedForwardWidth(), c.width());
            layout.add(layer + "mlp.up_proj.weight", deviation, c.feedForwardWidth(), c.width());
            layout.add(layer + "mlp.down_proj.weight", residual, c.width(), c.feedForwardWidth());
        }
        if (!c.tiedEmbeddings()) {
            layout.add("lm_head.weight", deviation, c.vocabularySize(), c.width());
        }
        for (int i = 0; i < c.layers(); i++) {
            String layer = layer(i);
            layout.add(layer + "input_layernorm.weight", -1, c.width());
            layout.add(layer + "post_attention_layernorm.weight", -1, c.width());
            if (c.family().queryKeyNorm) {
                layout.add(layer + "self_attn.q_norm.weight", -1, c.headWidth());
                layout.add(layer + "self_attn.k_norm.weight", -1, c.headWidth());
            }
            if (c.family().attentionBias) {
                layout.add(layer + "self_attn.q_proj.bias", 0, queries);
                layout.add(layer + "self_attn.k_proj.bias", 0, keys);
                layout.add(layer + "self_attn.v_proj.bias", 0, keys);
            }
        }
        layout.add("model.norm.weight", -1, c.width());
        return layout.parameters;
    }

    static String layer(int index) {
        return "model.layers." + index + ".";
    }

    private static final class Layout {
        private final Map<String, Parameter> parameters = new LinkedHashMap<>();
        private long end;

        void add(String name, double deviation, long... shape) {
            var sizes = new ArrayList<Long>();
            for (long s : shape) {
                sizes.add(s);
            }
            var parameter = new Parameter(name, List.copyOf(sizes), end, deviation);
            parameters.put(name, parameter);
            end += parameter.size();
        }
    }

    /**
     * Fresh weights: normal for matrices, with the projections into the residual stream scaled down by the square root
     * of twice the layers (GPT-2, section 2.3); ones for norms, zeros for biases. The values of a parameter depend on
     * the seed and its name alone.
     */
    public void initialize(long seed) {
        for (Parameter parameter : byName.values()) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            if (parameter.isMatrix()) {
                var random = new SplittableRandom(
                        seed * 0x9E3779B97F4A7C15L + parameter.name().hashCode());
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (parameter.deviation() * random.nextGaussian());
                }
            } else if (parameter.deviation() < 0) {
                Arrays.fill(values, 1);
            }
            flat.data_ptr_float().position(parameter.offset()).put(values);
        }
    }

    public ModelConfig config() {
        return config;
    }

    /** The parameters in the order of the buffer. */
    public List<Parameter> list() {
        return List.copyOf(byName.values());
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
    MemorySegment memory(Parameter parameter) {
        return Torch.memory(flat).asSlice(parameter.offset() * Float.BYTES, parameter.size() * Float.BYTES);
    }

    /**
     * A view of parameters that lie next to each other, as one matrix {@code [sum of rows, columns]} or vector; a leaf
     * of the autograd graph when gradients are wanted.
     */
    Tensor view(String... names) {
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

    private Parameter parameter(String name) {
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

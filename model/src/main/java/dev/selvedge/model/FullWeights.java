package dev.selvedge.model;

import dev.selvedge.core.UserException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * All weights of a transformer in float32, and all of them trained: one {@link ParameterBuffer} with the names of the
 * Hugging Face layout. Matrices that are multiplied with the same input (query, key, value; gate, up) lie next to each
 * other and are used as one.
 */
public final class FullWeights implements Weights {
    static final String EMBEDDING = "model.embed_tokens.weight";
    static final String HEAD = "lm_head.weight";

    private final ModelConfig config;
    private final ParameterBuffer buffer;
    private final Arithmetic arithmetic;

    /** All zero. */
    public FullWeights(ModelConfig config) {
        this(config, new ParameterBuffer(layout(config)), Arithmetic.FLOAT32);
    }

    private FullWeights(ModelConfig config, ParameterBuffer buffer, Arithmetic arithmetic) {
        this.config = config;
        this.buffer = buffer;
        this.arithmetic = arithmetic;
    }

    /** Plain fresh weights. */
    public static FullWeights fresh(ModelConfig config, long seed) {
        return fresh(config, FreshWeights.PLAIN, seed);
    }

    /** @throws UserException if a model of this shape cannot begin so */
    static FullWeights fresh(ModelConfig config, FreshWeights start, long seed) {
        start.check(config);
        var weights = new FullWeights(config);
        for (ParameterBuffer.Parameter parameter : weights.buffer.list()) {
            float[] values = start.values(config, parameter.name(), Math.toIntExact(parameter.size()), seed);
            weights.buffer.flat().data_ptr_float().position(parameter.offset()).put(values);
        }
        return weights;
    }

    private static ParameterBuffer.Layout layout(ModelConfig c) {
        var layout = new ParameterBuffer.Layout();
        shapes(c).forEach((name, shape) -> layout.add(name, shape));
        return layout;
    }

    /** Names and shapes of all tensors of a model, matrices first. */
    public static Map<String, long[]> shapes(ModelConfig c) {
        var shapes = new LinkedHashMap<String, long[]>();
        long queries = (long) c.heads() * c.headWidth();
        long keys = (long) c.keyValueHeads() * c.headWidth();
        shapes.put(EMBEDDING, new long[] {c.vocabularySize(), c.width()});
        for (int i = 0; i < c.layers(); i++) {
            String layer = layer(i);
            shapes.put(layer + "self_attn.q_proj.weight", new long[] {queries, c.width()});
            shapes.put(layer + "self_attn.k_proj.weight", new long[] {keys, c.width()});
            shapes.put(layer + "self_attn.v_proj.weight", new long[] {keys, c.width()});
            shapes.put(layer + "self_attn.o_proj.weight", new long[] {c.width(), queries});
            shapes.put(layer + "mlp.gate_proj.weight", new long[] {c.feedForwardWidth(), c.width()});
            shapes.put(layer + "mlp.up_proj.weight", new long[] {c.feedForwardWidth(), c.width()});
            shapes.put(layer + "mlp.down_proj.weight", new long[] {c.width(), c.feedForwardWidth()});
        }
        if (!c.tiedEmbeddings()) {
            shapes.put(HEAD, new long[] {c.vocabularySize(), c.width()});
        }
        for (int i = 0; i < c.layers(); i++) {
            String layer = layer(i);
            shapes.put(layer + "input_layernorm.weight", new long[] {c.width()});
            shapes.put(layer + "post_attention_layernorm.weight", new long[] {c.width()});
            if (c.family().queryKeyNorm) {
                shapes.put(layer + "self_attn.q_norm.weight", new long[] {c.headWidth()});
                shapes.put(layer + "self_attn.k_norm.weight", new long[] {c.headWidth()});
            }
            if (c.family().attentionBias) {
                shapes.put(layer + "self_attn.q_proj.bias", new long[] {queries});
                shapes.put(layer + "self_attn.k_proj.bias", new long[] {keys});
                shapes.put(layer + "self_attn.v_proj.bias", new long[] {keys});
            }
        }
        shapes.put("model.norm.weight", new long[] {c.width()});
        return shapes;
    }

    /** @throws UserException if a tensor of a model is missing or of another shape, or there are others */
    static void require(ModelConfig config, TensorFiles files) {
        Map<String, long[]> shapes = shapes(config);
        shapes.forEach((name, shape) -> {
            List<Long> found = files.entry(name).shape();
            List<Long> expected = Arrays.stream(shape).boxed().toList();
            if (!found.equals(expected)) {
                throw new UserException(files.file(name) + " holds " + name + " with the shape " + found
                        + ", but config.json asks for " + expected + ".");
            }
        });
        var unknown = new TreeSet<>(files.names());
        unknown.removeAll(shapes.keySet());
        unknown.removeIf(name -> name.endsWith("rotary_emb.inv_freq") || name.equals(HEAD) && config.tiedEmbeddings());
        if (!unknown.isEmpty()) {
            throw new UserException(files.file(unknown.first()) + " holds " + unknown.size()
                    + " tensors that a model of this kind does not have, such as " + unknown.first() + ".");
        }
    }

    private static String layer(int index) {
        return "model.layers." + index + ".";
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public Tensor embed(Tensor ids) {
        return torch.embedding(buffer.view(EMBEDDING), ids);
    }

    @Override
    public Tensor linear(Tensor x, String... modules) {
        return linear(x, matrix(modules), modules);
    }

    /** The matrices of some modules of one input, below each other. */
    public Tensor matrix(String... modules) {
        return buffer.view(names(modules, ".weight"));
    }

    /** A linear map by a matrix that stands for that of some modules, with their biases where they have some. */
    public Tensor linear(Tensor x, Tensor matrix, String... modules) {
        boolean biased = buffer.has(modules[0] + ".bias");
        return arithmetic.linear(x, matrix, biased ? buffer.view(names(modules, ".bias")) : null);
    }

    private static String[] names(String[] modules, String suffix) {
        return Arrays.stream(modules).map(module -> module + suffix).toArray(String[]::new);
    }

    @Override
    public Tensor vector(String name) {
        return buffer.view(name);
    }

    @Override
    public Tensor head(Tensor x) {
        return arithmetic.linear(x, buffer.view(config.tiedEmbeddings() ? EMBEDDING : "lm_head.weight"), null);
    }

    @Override
    public ParameterBuffer trained() {
        return buffer;
    }

    @Override
    public void copy(String name, MemorySegment floats) {
        floats.copyFrom(buffer.memory(buffer.parameter(name)));
    }

    @Override
    public FullWeights sharing() {
        return sharing(arithmetic);
    }

    @Override
    public FullWeights sharing(Arithmetic other) {
        return new FullWeights(config, buffer.sharing(), other);
    }

    @Override
    public void close() {
        buffer.close();
    }
}

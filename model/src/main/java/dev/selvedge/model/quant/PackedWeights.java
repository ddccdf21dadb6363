package dev.selvedge.model.quant;

import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Weights for generation in fewer bits; see {@link Packing}. To generate one token every weight is read once, so speed is
 * that of the memory, and half the bytes are nearly twice the tokens. Norms and biases stay float32. Cannot be trained.
 */
public final class PackedWeights implements Weights {
    private static final String EMBEDDING = "model.embed_tokens";
    /** Products of smaller matrices take less time than it takes to wake another core. */
    private static final long LEAST_SHARED_VALUES = 1 << 20;

    /** Where tensors come from; each result is in the scope of the caller. */
    interface Source {
        /** A tensor in float32. */
        Tensor floats(String name);

        /** A matrix as whole numbers. */
        QuantizedRows quantized(String name, int bits);
    }

    private final ModelConfig config;
    private final EmbeddingTable embedding;
    /** By the first of the modules that lie beside each other. */
    private final Map<String, PackedMatrix> matrices;
    /** Norms by their names, and biases by the first of the modules. */
    private final Map<String, Tensor> vectors;

    private PackedWeights(
            ModelConfig config,
            EmbeddingTable embedding,
            Map<String, PackedMatrix> matrices,
            Map<String, Tensor> vectors) {
        this.config = config;
        this.embedding = embedding;
        this.matrices = matrices;
        this.vectors = vectors;
    }

    /** Packs a copy of these weights, one matrix at a time. */
    public static PackedWeights of(Weights weights, Packing packing) {
        Map<String, long[]> shapes = FullWeights.shapes(weights.config());
        return of(weights.config(), packing, new Source() {
            @Override
            public Tensor floats(String name) {
                Tensor tensor = Torch.zeros(shape(shapes, name));
                weights.copy(name, Torch.memory(tensor));
                return tensor;
            }

            @Override
            public QuantizedRows quantized(String name, int bits) {
                return QuantizedRows.of(floats(name), bits);
            }
        });
    }

    static PackedWeights of(ModelConfig config, Packing packing, Source source) {
        var matrices = new LinkedHashMap<String, PackedMatrix>();
        var vectors = new LinkedHashMap<String, Tensor>();
        Map<String, long[]> shapes = FullWeights.shapes(config);
        for (int i = 0; i < config.layers(); i++) {
            for (List<String> modules : groups("model.layers." + i + ".")) {
                matrices.put(modules.getFirst(), pack(modules, packing, shapes, source));
                if (shapes.containsKey(modules.getFirst() + ".bias")) {
                    vectors.put(modules.getFirst() + ".bias", biases(modules, source));
                }
            }
        }
        for (Map.Entry<String, long[]> each : shapes.entrySet()) {
            if (each.getKey().endsWith("norm.weight")) {
                try (var scope = Torch.scope()) {
                    vectors.put(each.getKey(), Torch.keep(source.floats(each.getKey())));
                }
            }
        }
        Packing outer = packing == Packing.INT4 ? Packing.INT8 : packing;
        EmbeddingTable embedding;
        try (var scope = Torch.scope()) {
            String name = EMBEDDING + ".weight";
            if (packing == Packing.F16) {
                embedding =
                        new EmbeddingTable.Halves(Torch.keep(source.floats(name).to(ScalarType.Half)));
            } else {
                embedding = new EmbeddingTable.Bytes(
                        (ByteMatrix) source.quantized(name, 8).packed());
            }
        }
        String head = config.tiedEmbeddings() ? EMBEDDING : "lm_head";
        matrices.put("lm_head", pack(List.of(head), outer, shapes, source));
        return new PackedWeights(config, embedding, matrices, vectors);
    }

    /** Modules of a layer by what they read. */
    private static List<List<String>> groups(String layer) {
        return List.of(
                List.of(layer + "self_attn.q_proj", layer + "self_attn.k_proj", layer + "self_attn.v_proj"),
                List.of(layer + "self_attn.o_proj"),
                List.of(layer + "mlp.gate_proj", layer + "mlp.up_proj"),
                List.of(layer + "mlp.down_proj"));
    }

    private static PackedMatrix pack(List<String> modules, Packing packing, Map<String, long[]> shapes, Source source) {
        try (var scope = Torch.scope()) {
            if (packing == Packing.F16) {
                var parts = new TensorVector();
                modules.forEach(m -> parts.push_back(source.floats(m + ".weight")));
                return HalfMatrix.of(torch.cat(parts, 0));
            }
            int bits = bits(modules, packing.bits, shapes);
            var parts = new ArrayList<QuantizedRows>();
            modules.forEach(m -> parts.add(source.quantized(m + ".weight", bits)));
            return QuantizedRows.below(parts).packed();
        }
    }

    /** The bits of modules that are packed together: four only where all of them can have these. */
    private static int bits(List<String> modules, int wanted, Map<String, long[]> shapes) {
        int most = wanted;
        for (String module : modules) {
            long[] shape = shape(shapes, module + ".weight");
            most = Math.max(most, QuantizedRows.bits(wanted, shape[0], shape[1]));
        }
        return most;
    }

    static long[] shape(Map<String, long[]> shapes, String name) {
        long[] shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return shape;
    }

    /** The bits of every matrix where so many are wanted, by its name. */
    static Map<String, Integer> bits(ModelConfig config, int wanted) {
        Map<String, long[]> shapes = FullWeights.shapes(config);
        var result = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < config.layers(); i++) {
            for (List<String> modules : groups("model.layers." + i + ".")) {
                int bits = bits(modules, wanted, shapes);
                modules.forEach(m -> result.put(m + ".weight", bits));
            }
        }
        shapes.forEach((name, shape) -> {
            if (shape.length == 2) {
                result.putIfAbsent(name, 8);
            }
        });
        return result;
    }

    private static Tensor biases(List<String> modules, Source source) {
        try (var scope = Torch.scope()) {
            var parts = new TensorVector();
            modules.forEach(m -> parts.push_back(source.floats(m + ".bias")));
            return Torch.keep(torch.cat(parts, 0));
        }
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public Tensor embed(Tensor ids) {
        return embedding.rows(ids);
    }

    @Override
    public Tensor linear(Tensor x, String... modules) {
        Tensor result = matrix(modules[0]).times(x);
        Tensor bias = vectors.get(modules[0] + ".bias");
        return bias == null ? result : result.add_(bias);
    }

    private PackedMatrix matrix(String module) {
        PackedMatrix matrix = matrices.get(module);
        if (matrix == null) {
            throw new IllegalArgumentException("no module " + module + " begins a packed matrix");
        }
        return matrix;
    }

    @Override
    public Tensor vector(String name) {
        Tensor vector = vectors.get(name);
        if (vector == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return vector;
    }

    @Override
    public Tensor head(Tensor x) {
        return matrix("lm_head").times(x);
    }

    @Override
    public boolean sharesOperations() {
        return (long) config.width() * config.feedForwardWidth() >= LEAST_SHARED_VALUES;
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public ParameterBuffer trained() {
        throw new UnsupportedOperationException("packed weights are not trained");
    }

    @Override
    public PackedWeights sharing() {
        var sameMatrices = new LinkedHashMap<String, PackedMatrix>();
        matrices.forEach((name, matrix) -> sameMatrices.put(name, matrix.sharing()));
        var sameVectors = new LinkedHashMap<String, Tensor>();
        vectors.forEach((name, vector) -> sameVectors.put(name, Torch.keep(vector)));
        return new PackedWeights(config, embedding.sharing(), sameMatrices, sameVectors);
    }

    @Override
    public void close() {
        embedding.close();
        matrices.values().forEach(PackedMatrix::close);
        vectors.values().forEach(Tensor::close);
    }
}

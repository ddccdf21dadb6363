package dev.selvedge.model;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Weights for inference, used where they lie in the mapped files: no copy is made, other processes that use the same
 * files share the memory, and the system may drop what is not used. Matrices in float32 always stay in place, those in
 * bfloat16 where the processor multiplies such numbers; all other tensors are float32 copies. See
 * decisions/mapped-weights.md.
 *
 * <p>A map by a bfloat16 matrix rounds its input and its output to bfloat16, as other engines do. Logits are an
 * exception: they are computed twice, the second time less their rounded form, so that they keep float32's resolution.
 */
public final class MappedWeights implements Weights {
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final boolean MULTIPLIES_BF16 = multipliesBf16();

    /** The tensors, and how many forms share them. */
    private static final class Store {
        final TensorFiles files;
        final Map<String, Tensor> tensors = new HashMap<>();
        private int users = 1;

        Store(TensorFiles files) {
            this.files = files;
        }

        synchronized Store share() {
            users++;
            return this;
        }

        synchronized void leave() {
            users--;
            if (users == 0) {
                tensors.values().forEach(Tensor::close);
                files.close();
            }
        }
    }

    private final ModelConfig config;
    private final Store store;

    private MappedWeights(ModelConfig config, Store store) {
        this.config = config;
        this.store = store;
    }

    /**
     * Weights of a model that lie in these files.
     *
     * @param files owned from now on, also if this fails
     * @throws dev.selvedge.core.UserException if a tensor is missing, of another shape, or of no such model
     */
    public static MappedWeights of(ModelConfig config, TensorFiles files) {
        var weights = new MappedWeights(config, new Store(files));
        try {
            FullWeights.require(config, files);
            FullWeights.shapes(config).forEach(weights::add);
            return weights;
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private void add(String name, long[] shape) {
        TensorFiles files = store.files;
        Precision precision = files.precision(name);
        MemorySegment bytes = files.bytes(name);
        boolean inPlace = shape.length == 2
                && bytes.address() % precision.bytes == 0
                && (precision == Precision.F32 || precision == Precision.BF16 && MULTIPLIES_BF16);
        try (var scope = Torch.scope()) {
            Tensor tensor;
            if (inPlace) {
                tensor = Torch.over(bytes, precision == Precision.F32 ? ScalarType.Float : ScalarType.BFloat16, shape);
            } else {
                tensor = Torch.zeros(shape);
                files.copy(name, Torch.memory(tensor));
            }
            store.tensors.put(name, Torch.keep(tensor));
        }
    }

    /** Elsewhere such products are slower than the copies are large. */
    private static boolean multipliesBf16() {
        try {
            String flags = Files.readString(Path.of("/proc/cpuinfo"));
            return flags.contains("avx512_bf16") || flags.contains("amx_bf16") || flags.contains(" bf16");
        } catch (IOException e) {
            return false;
        }
    }

    private Tensor tensor(String name) {
        Tensor tensor = store.tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        return tensor;
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public Tensor embed(Tensor ids) {
        return torch.embedding(tensor(EMBEDDING), ids).to(ScalarType.Float);
    }

    @Override
    public Tensor linear(Tensor x, String... modules) {
        if (modules.length == 1) {
            return product(x, modules[0]);
        }
        var outputs = new TensorVector();
        for (String module : modules) {
            outputs.push_back(product(x, module));
        }
        return torch.cat(outputs, -1);
    }

    private Tensor product(Tensor x, String module) {
        Tensor weight = tensor(module + ".weight");
        Tensor product = isFloat32(weight)
                ? Arithmetic.FLOAT32.linear(x, weight, null)
                : torch.linear(x.to(ScalarType.BFloat16), weight).to(ScalarType.Float);
        Tensor bias = store.tensors.get(module + ".bias");
        return bias == null ? product : product.add_(bias);
    }

    private static boolean isFloat32(Tensor tensor) {
        return tensor.element_size() == Float.BYTES;
    }

    @Override
    public Tensor vector(String name) {
        return tensor(name);
    }

    @Override
    public Tensor head(Tensor x) {
        Tensor weight = tensor(config.tiedEmbeddings() ? EMBEDDING : "lm_head.weight");
        if (isFloat32(weight)) {
            return Arithmetic.FLOAT32.linear(x, weight, null);
        }
        Tensor narrow = x.to(ScalarType.BFloat16);
        Tensor rounded = torch.linear(narrow, weight);
        Tensor rest = torch.addmm(rounded.neg(), narrow, weight.t());
        return rounded.to(ScalarType.Float).add_(rest.to(ScalarType.Float));
    }

    /** @throws UnsupportedOperationException always; read the model for training instead */
    @Override
    public ParameterBuffer trained() {
        throw new UnsupportedOperationException("weights in mapped files are not trained");
    }

    @Override
    public void copy(String name, MemorySegment floats) {
        store.files.copy(name, floats);
    }

    TensorFiles files() {
        return store.files;
    }

    @Override
    public MappedWeights sharing() {
        return new MappedWeights(config, store.share());
    }

    @Override
    public void close() {
        store.leave();
    }
}

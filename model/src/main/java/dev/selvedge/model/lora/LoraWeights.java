package dev.selvedge.model.lora;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Arithmetic;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Frozen weights of any form with an {@link Adapter} beside them, which alone is trained. Gradients pass through the
 * frozen weights and stop at the adapter; the frozen weights have none, so training needs little more memory than they
 * take.
 */
public final class LoraWeights implements Weights {
    private static final String HEAD = "lm_head";

    private final Weights frozen;
    private final Adapter adapter;
    private final Map<String, long[]> shapes;

    /**
     * @param frozen stays the caller's; its memory is shared
     * @param adapter owned from now on
     * @throws UserException if they do not belong together
     */
    public LoraWeights(Weights frozen, Adapter adapter) {
        adapter.requireFit(frozen.config());
        // The shared form has no gradients, whether or not the caller's has.
        this(frozen.sharing(), adapter, Adapter.linear(frozen.config()));
    }

    private LoraWeights(Weights frozen, Adapter adapter, Map<String, long[]> shapes) {
        this.frozen = frozen;
        this.adapter = adapter;
        this.shapes = shapes;
    }

    public Adapter adapter() {
        return adapter;
    }

    @Override
    public ModelConfig config() {
        return frozen.config();
    }

    @Override
    public Tensor embed(Tensor ids) {
        return frozen.embed(ids);
    }

    @Override
    public Tensor vector(String name) {
        return frozen.vector(name);
    }

    @Override
    public Tensor linear(Tensor x, String... modules) {
        return adapted(frozen.linear(x, modules), x, modules);
    }

    @Override
    public Tensor head(Tensor x) {
        return adapted(frozen.head(x), x, HEAD);
    }

    private Tensor adapted(Tensor result, Tensor x, String... modules) {
        List<String> adapted = Arrays.stream(modules).filter(adapter::has).toList();
        if (adapted.isEmpty()) {
            return result;
        }
        TensorVector reduced = torch.linear(x, adapter.down(adapted))
                .split_with_sizes(adapted.stream().mapToLong(adapter::rank).toArray(), 1);
        var changes = new TensorVector();
        for (String module : modules) {
            int at = adapted.indexOf(module);
            changes.push_back(at < 0 ? Torch.zeros(x.size(0), out(module)) : change(reduced.get(at), module));
        }
        return result.add(modules.length == 1 ? changes.get(0) : torch.cat(changes, 1));
    }

    private Tensor change(Tensor reduced, String module) {
        double scale = adapter.settings().scale(module);
        return torch.linear(reduced.mul(new Scalar(scale)), adapter.upOf(module));
    }

    private long out(String module) {
        long[] shape = shapes.get(module);
        if (shape == null) {
            throw new IllegalArgumentException("no linear map " + module);
        }
        return shape[0];
    }

    @Override
    public ParameterBuffer trained() {
        if (adapter.settings().dropout() > 0) {
            throw new UserException("The adapter's lora_dropout is "
                    + adapter.settings().dropout() + ", but Selvedge trains adapters without dropout; set it to 0 in"
                    + " adapter_config.json.");
        }
        return adapter.trained();
    }

    @Override
    public LoraWeights sharing() {
        return new LoraWeights(frozen.sharing(), adapter.sharing(), shapes);
    }

    /** The frozen weights compute in the other arithmetic; the adapter, being small, in float32. */
    @Override
    public LoraWeights sharing(Arithmetic arithmetic) {
        return new LoraWeights(frozen.sharing(arithmetic), adapter.sharing(), shapes);
    }

    @Override
    public void close() {
        frozen.close();
        adapter.close();
    }
}

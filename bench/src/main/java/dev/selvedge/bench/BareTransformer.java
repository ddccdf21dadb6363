package dev.selvedge.bench;

import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.Torch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The model of the training benchmark as a PyTorch script would have it: libtorch's own operations and its own AdamW, a
 * tensor for each parameter, sequences of one length in a rectangle. What Selvedge's trainer is measured against where
 * PyTorch itself is not installed.
 */
final class BareTransformer implements AutoCloseable {
    private static final long EACH_SUM = 1;

    private final ModelConfig config;
    private final boolean half;
    private final List<Tensor> parameters = new ArrayList<>();
    private final Tensor embedding;
    private final Tensor norm;
    private final List<Layer> layers = new ArrayList<>();
    private final AdamW optimiser;

    private record Layer(
            Tensor inputNorm,
            Tensor query,
            Tensor key,
            Tensor value,
            Tensor output,
            Tensor middleNorm,
            Tensor gate,
            Tensor up,
            Tensor down) {}

    /** @param half whether linear layers compute in bfloat16, with weights in float32, as autocast does */
    BareTransformer(ModelConfig config, boolean half) {
        this.config = config;
        this.half = half;
        try (var scope = Torch.scope()) {
            long width = config.width();
            long keys = (long) config.keyValueHeads() * config.headWidth();
            embedding = parameter(config.vocabularySize(), width);
            for (int i = 0; i < config.layers(); i++) {
                layers.add(new Layer(
                        ones(width),
                        parameter(width, width),
                        parameter(keys, width),
                        parameter(keys, width),
                        parameter(width, width),
                        ones(width),
                        parameter(config.feedForwardWidth(), width),
                        parameter(config.feedForwardWidth(), width),
                        parameter(width, config.feedForwardWidth())));
            }
            norm = ones(width);
            optimiser = Torch.keep(new AdamW(vector(), new AdamWOptions(1e-4)));
        }
    }

    private Tensor parameter(long... shape) {
        return learned(torch.randn(shape).mul(new Scalar(0.02)));
    }

    private Tensor ones(long size) {
        return learned(torch.ones(size));
    }

    private Tensor learned(Tensor value) {
        Tensor leaf = Torch.keep(value.detach());
        leaf.requires_grad_(true);
        parameters.add(leaf);
        return leaf;
    }

    private TensorVector vector() {
        return new TensorVector(parameters.toArray(Tensor[]::new));
    }

    /**
     * One step on sequences of one length.
     *
     * @return the loss
     */
    double step(int[] ids, int sequences) {
        try (var scope = Torch.scope()) {
            optimiser.zero_grad();
            long length = ids.length / sequences;
            Tensor all = Torch.indices(ids).view(sequences, length);
            Tensor logits = logits(all.narrow(1, 0, length - 1));
            Tensor loss = torch.cross_entropy_loss(
                    logits.view(-1, config.vocabularySize()).to(ScalarType.Float),
                    all.narrow(1, 1, length - 1).reshape(-1),
                    new TensorOptional(),
                    EACH_SUM,
                    -100,
                    0.0);
            loss.backward();
            double unused = torch.clip_grad_norm_(vector(), 1.0);
            optimiser.step();
            return loss.item_double();
        }
    }

    private Tensor logits(Tensor ids) {
        long length = ids.size(1);
        int half = config.headWidth() / 2;
        float[] angles = new float[Math.toIntExact(length) * half];
        for (int i = 0; i < angles.length; i++) {
            angles[i] = (float) (i / half * Math.pow(config.rope().theta(), -(i % half) / (double) half));
        }
        Tensor angle = Tensor.create(angles, 1, 1, length, half);
        Tensor both = torch.cat(new TensorVector(angle, angle), -1);
        Tensor cos = both.cos();
        Tensor sin = both.sin();
        Tensor x = torch.embedding(embedding, ids);
        for (Layer layer : layers) {
            Tensor normed = norm(x, layer.inputNorm);
            Tensor query = rotate(heads(linear(normed, layer.query), config.heads()), cos, sin);
            Tensor key = rotate(heads(linear(normed, layer.key), config.keyValueHeads()), cos, sin);
            Tensor value = heads(linear(normed, layer.value), config.keyValueHeads());
            long group = config.heads() / config.keyValueHeads();
            Tensor mixed = torch.scaled_dot_product_attention(
                    query,
                    repeated(key, group),
                    repeated(value, group),
                    new TensorOptional(),
                    0.0,
                    true,
                    new DoubleOptional(),
                    false);
            x = x.add(linear(mixed.transpose(1, 2).reshape(ids.size(0), length, config.width()), layer.output));
            normed = norm(x, layer.middleNorm);
            Tensor gated = torch.silu(linear(normed, layer.gate)).mul(linear(normed, layer.up));
            x = x.add(linear(gated, layer.down));
        }
        return linear(norm(x, norm), embedding);
    }

    private static Tensor repeated(Tensor keys, long group) {
        return torch.repeat_interleave(keys, group, new LongOptional(1), new LongOptional());
    }

    private Tensor linear(Tensor x, Tensor weight) {
        return half ? torch.linear(x.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16)) : torch.linear(x, weight);
    }

    private Tensor norm(Tensor x, Tensor weight) {
        return torch.rms_norm(
                x, new long[] {config.width()}, new TensorOptional(weight), new DoubleOptional(config.normEpsilon()));
    }

    /** To {@code [sequences, heads, tokens, headWidth]}, in float32, in which this build's attention is fastest. */
    private Tensor heads(Tensor x, int heads) {
        return x.view(x.size(0), x.size(1), heads, config.headWidth())
                .transpose(1, 2)
                .to(ScalarType.Float);
    }

    private Tensor rotate(Tensor x, Tensor cos, Tensor sin) {
        long half = config.headWidth() / 2;
        TensorVector halves = x.split_with_sizes(new long[] {half, half}, -1);
        Tensor turned = torch.cat(new TensorVector(halves.get(1).neg(), halves.get(0)), -1);
        return x.mul(cos).add(turned.mul(sin));
    }

    @Override
    public void close() {
        optimiser.close();
        parameters.forEach(Tensor::close);
    }
}
